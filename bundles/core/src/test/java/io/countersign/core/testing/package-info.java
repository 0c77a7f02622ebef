/**
 * Fakes of core's ports that behave as the databases do (fences, locks, gapless events, idempotency, work items), a
 * clock to set, and one contract per port that the fake and both databases are held to.
 */
@NullMarked
package io.countersign.core.testing;

import org.jspecify.annotations.NullMarked;
