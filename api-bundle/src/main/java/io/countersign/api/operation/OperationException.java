package io.countersign.api.operation;

/** An operation cannot go on, and its message tells the operator why and what to do. */
public final class OperationException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    /**
     * @param code a stable word: {@code csv_unreadable}
     * @param message what, with which value, and what to do
     */
    public OperationException(String code, String message) {
        super(message);
        this.code = code;
    }

    public OperationException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
