/**
 * A small immutable JSON tree with a strict parser (RFC 8259, no duplicate names) and a canonical writer (RFC 8785).
 *
 * <p>Platform, plug-ins and the offline verifier share it, so that a digest means the same bytes everywhere.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.api.json;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
