/**
 * What people do with releases of plug-ins: look, upload, stop, start, roll back, withdraw. Rows say what holds on every
 * node; whoever installs bundles ({@link io.countersign.core.release.ReleaseInstaller}) follows them.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.release;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
