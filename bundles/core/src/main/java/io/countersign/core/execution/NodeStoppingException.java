package io.countersign.core.execution;

/** This node is stopping: what was under way goes on with another node, or after the next start. */
final class NodeStoppingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NodeStoppingException(String what) {
        super(what + " was given up because this node is stopping; it goes on elsewhere or after the next start");
    }
}
