/** The log of who did what: canonical entries that are written in the transaction of the change they tell of. */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.audit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
