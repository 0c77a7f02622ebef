/** Who must sign a plan, and who may not: approvals bind to the digest of the plan's bytes. */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.approval;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
