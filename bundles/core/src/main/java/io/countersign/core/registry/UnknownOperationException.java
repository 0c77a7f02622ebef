package io.countersign.core.registry;

/** No deployed plug-in offers the operation. */
public final class UnknownOperationException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String operation;

    public UnknownOperationException(String operation) {
        super("no plug-in is deployed for operation '" + operation + "'; see ops:list or GET /operations");
        this.operation = operation;
    }

    public String operation() {
        return operation;
    }
}
