/** The simulator for tests of other modules. */
@NullMarked
package io.countersign.stripe.simulator.testing;

import org.jspecify.annotations.NullMarked;
