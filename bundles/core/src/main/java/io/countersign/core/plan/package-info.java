/** The plan document: the exact bytes that are stored, hashed, shown and signed. */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.plan;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
