package io.countersign.core.execution;

/** The process ended here; nothing of it runs any further. */
final class NodeDied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NodeDied(String where) {
        super("the node died " + where);
    }
}
