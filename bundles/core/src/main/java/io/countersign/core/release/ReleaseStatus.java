package io.countersign.core.release;

import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.Release;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A release, what still needs it, and how it is on this node.
 *
 * @param operations what it offers here; empty when its bundle is not active on this node
 * @param waiting executions on all nodes that are planned for it and have not started
 * @param running executions on all nodes that started on it and have not ended
 * @param settling executions on all nodes that it sent and that have not settled; they do not hold it up
 * @param abandonedThreads threads of its code on this node that did not end when they were interrupted
 * @param trouble why it should serve here but does not, or null
 */
public record ReleaseStatus(
        Release release,
        List<DeployedOperation> operations,
        long waiting,
        long running,
        long settling,
        int abandonedThreads,
        @Nullable String trouble) {
    /** Copies the operations. */
    public ReleaseStatus {
        operations = List.copyOf(operations);
    }
}
