package io.countersign.core.execution;

/** A part of a request, other than an operation's parameters, is not acceptable. */
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;

    /** @param problem continues a sentence that begins with the field's name */
    public InvalidRequestException(String field, String problem) {
        super("'" + field + "' " + problem);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
