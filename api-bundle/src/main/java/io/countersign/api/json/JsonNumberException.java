package io.countersign.api.json;

/** A number cannot be signed because not every reader would see the same value. */
public final class JsonNumberException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonNumberException(JsonNumber number) {
        super("number " + number.toText() + " is not an integer within ±(2^53 − 1); write it as a string");
    }
}
