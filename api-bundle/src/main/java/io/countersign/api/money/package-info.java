/** Amounts of money: whole minor units of an ISO 4217 currency, never floating point, never rounded silently. */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.api.money;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
