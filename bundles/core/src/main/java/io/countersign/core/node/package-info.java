/** The nodes of the platform: each says that it lives, and all can be looked at from any of them. */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.node;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
