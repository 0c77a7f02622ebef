/**
 * The contract between Countersign and its plug-ins; a plug-in sees nothing else of the platform.
 *
 * <p>Integrators implement {@link io.countersign.api.operation.OperationPlugin} and, for each kind of change they make
 * in the outside world, an {@link io.countersign.api.operation.EffectHandler}. Everything they are handed is an
 * interface of the platform; everything they construct is a final class with a factory or a builder.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.countersign.api.operation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
