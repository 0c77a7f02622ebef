/** Which operations can run here: releases come and go with their bundles, several versions of one operation side by side. */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.registry;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
