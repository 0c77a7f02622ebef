/** Whether this node can serve: live and ready, with a reason for each check that fails. */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.health;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
