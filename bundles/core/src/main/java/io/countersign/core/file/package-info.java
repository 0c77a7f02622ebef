/** Files that people upload and executions write: versions, digests and content. */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.file;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
