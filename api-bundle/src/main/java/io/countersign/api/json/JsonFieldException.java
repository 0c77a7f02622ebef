package io.countersign.api.json;

/** A member of a JSON object is missing or of the wrong type. */
public final class JsonFieldException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;

    JsonFieldException(String field, String problem) {
        super("field '" + field + "' " + problem);
        this.field = field;
    }

    /** The name of the member. */
    public String field() {
        return field;
    }
}
