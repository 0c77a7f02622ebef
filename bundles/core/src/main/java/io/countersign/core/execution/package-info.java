/** The life of an execution: its states, its effects and their journal, the engine that plans, runs, resolves and settles it, and the service that people call. */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.execution;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
