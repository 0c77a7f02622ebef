package io.countersign.api.json;

import org.jspecify.annotations.Nullable;

/** A JSON string: well-formed Unicode, never null. */
public final class JsonString implements Json {
    private final String value;

    JsonString(String value) {
        this.value = UnicodeText.requireWellFormed(value);
    }

    @Override
    public String asText() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonString string && value.equals(string.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return toText();
    }
}
