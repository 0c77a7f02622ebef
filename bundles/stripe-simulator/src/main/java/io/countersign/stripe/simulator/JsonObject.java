package io.countersign.stripe.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that keeps its member order. Values are {@code JsonObject}, {@code List}, {@code String}, {@code
 * Long}, {@code Boolean}, {@code BigDecimal} (input only) or null; a number written by the simulator is a whole number.
 */
final class JsonObject {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    JsonObject with(String name, @Nullable Object value) {
        members.put(name, value instanceof Integer number ? Long.valueOf(number) : value);
        return this;
    }

    /** A shallow copy, so that a stored object is never changed by whoever was handed it. */
    JsonObject copy() {
        JsonObject copy = new JsonObject();
        copy.members.putAll(members);
        return copy;
    }

    Map<String, @Nullable Object> members() {
        return Collections.unmodifiableMap(members);
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    String string(String name) {
        String value = stringOrNull(name);
        if (value == null) throw new IllegalArgumentException("member '" + name + "' is missing; give it as text");
        return value;
    }

    @Nullable
    String stringOrNull(String name) {
        Object value = members.get(name);
        if (value == null || value instanceof String) return (String) value;
        throw wrongType(name, "text");
    }

    long number(String name) {
        if (members.get(name) instanceof Long value) return value;
        throw wrongType(name, "a whole number");
    }

    long number(String name, long otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) return otherwise;
        if (members.get(name) instanceof Boolean value) return value;
        throw wrongType(name, "true or false");
    }

    JsonObject object(String name) {
        if (members.get(name) instanceof JsonObject value) return value;
        throw wrongType(name, "an object");
    }

    /** The objects of an array member; empty if the member is absent. */
    List<JsonObject> objects(String name) {
        if (!has(name)) return List.of();
        if (!(members.get(name) instanceof List<?> values)) throw wrongType(name, "an array of objects");
        List<JsonObject> objects = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof JsonObject object)) throw wrongType(name, "an array of objects");
            objects.add(object);
        }
        return objects;
    }

    private IllegalArgumentException wrongType(String name, String wanted) {
        return new IllegalArgumentException("member '" + name + "' is " + members.get(name) + "; it must be " + wanted);
    }

    @Override
    public String toString() {
        return JsonWriter.write(this);
    }
}
