/** The time that all nodes share, whatever their own clocks say. */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.time;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
