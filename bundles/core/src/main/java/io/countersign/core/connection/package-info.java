/** Accounts at providers, configured by administrators, with references to secrets. */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.connection;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
