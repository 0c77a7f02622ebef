/**
 * What providers send by themselves (webhooks): verified by the plug-in that knows the provider, remembered once, and
 * taken as nothing but a reason to look at the provider at once.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.inbound;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
