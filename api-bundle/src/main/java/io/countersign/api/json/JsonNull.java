package io.countersign.api.json;

/** The JSON value {@code null}. */
public final class JsonNull implements Json {
    static final JsonNull NULL = new JsonNull();

    private JsonNull() {}

    @Override
    public String toString() {
        return "null";
    }
}
