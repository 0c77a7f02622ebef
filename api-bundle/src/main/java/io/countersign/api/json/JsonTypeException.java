package io.countersign.api.json;

/** A JSON value is of another type than its reader needs. */
public final class JsonTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_LENGTH_MAX = 60;

    JsonTypeException(String expected, Json actual) {
        super("must be " + expected + " but is " + shorten(actual.toText()));
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN_LENGTH_MAX ? text : text.substring(0, SHOWN_LENGTH_MAX) + "…";
    }
}
