/**
 * Nodes without a container, each in a process of its own, die while they pay; the bank, in another process, keeps its own
 * books. What is believed afterwards is what the bank's books and the final states say.
 */
@NullMarked
package io.countersign.crash;

import org.jspecify.annotations.NullMarked;
