package io.countersign.api.json;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON object; it remembers the order in which its members were put, and equality ignores that order. */
public final class JsonObject implements Json {
    private static final JsonObject EMPTY = new JsonObject(new LinkedHashMap<>());

    private final Map<String, Json> members;

    private JsonObject(LinkedHashMap<String, Json> members) {
        this.members = Collections.unmodifiableMap(members);
    }

    public static JsonObject empty() {
        return EMPTY;
    }

    /** The members in the order they were put; unmodifiable. */
    public Map<String, Json> members() {
        return members;
    }

    public Set<String> names() {
        return members.keySet();
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The member, or empty when it is absent or {@code null}. */
    public Optional<Json> find(String name) {
        return Optional.ofNullable(members.get(name)).filter(value -> !(value instanceof JsonNull));
    }

    /**
     * The member, which must be there.
     *
     * @throws JsonFieldException when the member is absent
     */
    public Json get(String name) {
        Json value = members.get(name);
        if (value == null) {
            throw new JsonFieldException(name, "is missing; present are " + members.keySet());
        }
        return value;
    }

    /**
     * The member as text.
     *
     * @throws JsonFieldException when the member is absent or not a string
     */
    public String text(String name) {
        return typed(name, get(name), Json::asText);
    }

    /**
     * The member as text, or empty when it is absent or {@code null}.
     *
     * @throws JsonFieldException when the member is present and not a string
     */
    public Optional<String> findText(String name) {
        return find(name).map(value -> typed(name, value, Json::asText));
    }

    /**
     * The member as an integer.
     *
     * @throws JsonFieldException when the member is absent or not an integer within ±(2^53 − 1)
     */
    public long integer(String name) {
        return typed(name, get(name), Json::asLong);
    }

    /**
     * The member as a flag.
     *
     * @throws JsonFieldException when the member is absent or not a boolean
     */
    public boolean flag(String name) {
        return typed(name, get(name), Json::asBoolean);
    }

    /**
     * The member as an object.
     *
     * @throws JsonFieldException when the member is absent or not an object
     */
    public JsonObject object(String name) {
        return typed(name, get(name), Json::asObject);
    }

    /**
     * The member as an array.
     *
     * @throws JsonFieldException when the member is absent or not an array
     */
    public JsonArray array(String name) {
        return typed(name, get(name), Json::asArray);
    }

    /** A copy in which {@code name} has the given value. */
    public JsonObject with(String name, Json value) {
        return new Builder().putAll(this).put(name, value).build();
    }

    @Override
    public JsonObject asObject() {
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject object && members.equals(object.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return toText();
    }

    private static <T> T typed(String name, Json value, java.util.function.Function<Json, T> reading) {
        try {
            return reading.apply(value);
        } catch (JsonTypeException e) {
            throw new JsonFieldException(name, String.valueOf(e.getMessage()));
        }
    }

    /** Collects members; putting a name again replaces its value in place. */
    public static final class Builder {
        private final LinkedHashMap<String, Json> members = new LinkedHashMap<>();

        Builder() {}

        public Builder put(String name, Json value) {
            members.put(UnicodeText.requireWellFormed(name), Objects.requireNonNull(value, name));
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, Json.of(value));
        }

        public Builder put(String name, long value) {
            return put(name, Json.of(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, Json.of(value));
        }

        /** The decimal as a string, so that no reader rounds it. */
        public Builder put(String name, BigDecimal value) {
            return put(name, Json.of(value.toPlainString()));
        }

        public Builder put(String name, Collection<? extends Json> values) {
            return put(name, Json.array(values));
        }

        /** Puts the text, or nothing when it is null: an absent member rather than a {@code null} one. */
        public Builder putIfPresent(String name, @Nullable String value) {
            return value == null ? this : put(name, value);
        }

        /** Puts the value, or nothing when it is null. */
        public Builder putIfPresent(String name, @Nullable Json value) {
            return value == null ? this : put(name, value);
        }

        public Builder putAll(JsonObject other) {
            members.putAll(other.members);
            return this;
        }

        public JsonObject build() {
            return members.isEmpty() ? EMPTY : new JsonObject(new LinkedHashMap<>(members));
        }
    }
}
