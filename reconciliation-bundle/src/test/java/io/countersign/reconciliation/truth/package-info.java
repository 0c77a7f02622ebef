/** Two files whose every line has a known fate, and the test that it is told right. */
@NullMarked
package io.countersign.reconciliation.truth;

import org.jspecify.annotations.NullMarked;
