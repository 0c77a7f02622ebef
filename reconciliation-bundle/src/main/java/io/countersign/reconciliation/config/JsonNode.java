package io.countersign.reconciliation.config;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonArray;
import io.countersign.api.json.JsonBoolean;
import io.countersign.api.json.JsonNumber;
import io.countersign.api.json.JsonObject;
import io.countersign.api.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An object of a configuration that knows its place, and remembers what was asked for to find what nobody knows. */
final class JsonNode {
    private final String path;
    private final JsonObject object;
    private final List<String> problems;
    private final Set<String> known = new LinkedHashSet<>();

    JsonNode(String path, JsonObject object, List<String> problems) {
        this.path = path;
        this.object = object;
        this.problems = problems;
    }

    String path() {
        return path;
    }

    /** The members present, in order. */
    Set<String> names() {
        return object.names();
    }

    /** Marks a member as known. */
    JsonNode knows(String name) {
        known.add(name);
        return this;
    }

    Optional<String> text(String name) {
        return member(name, JsonString.class, "a text").map(Json::asText);
    }

    String text(String name, String absent) {
        return text(name).orElse(absent);
    }

    boolean flag(String name, boolean absent) {
        return member(name, JsonBoolean.class, "true or false")
                .map(Json::asBoolean)
                .orElse(absent);
    }

    int integer(String name, int absent, int min, int max) {
        Optional<JsonNumber> number = member(name, JsonNumber.class, "a whole number");
        if (number.isEmpty()) {
            return absent;
        }
        if (!number.get().isSafeInteger()
                || number.get().asLong() < min
                || number.get().asLong() > max) {
            problem(name, "is " + number.get() + "; give a whole number from " + min + " to " + max);
            return absent;
        }
        return (int) number.get().asLong();
    }

    /** One of the words; the absent one when there is none or another. */
    String word(String name, String absent, List<String> words) {
        String given = text(name, absent);
        if (!words.contains(given)) {
            problem(name, "is '" + given + "'; give one of " + words);
            return absent;
        }
        return given;
    }

    Optional<JsonNode> object(String name) {
        return member(name, JsonObject.class, "an object").map(found -> new JsonNode(at(name), found, problems));
    }

    Optional<List<Json>> array(String name) {
        return member(name, JsonArray.class, "an array").map(JsonArray::elements);
    }

    /** The texts of an array, or one text as if it stood in one. */
    List<String> texts(String name) {
        known.add(name);
        Optional<Json> found = object.find(name);
        if (found.isEmpty()) {
            return List.of();
        }
        List<Json> elements = found.get() instanceof JsonArray array ? array.elements() : List.of(found.get());
        List<String> texts = new ArrayList<>();
        for (Json element : elements) {
            if (element instanceof JsonString text) {
                texts.add(text.asText());
            } else {
                problem(name, "has " + element.toText() + " where a text is expected");
            }
        }
        return texts;
    }

    boolean has(String name) {
        return object.has(name);
    }

    void problem(String name, String what) {
        problems.add((name.isEmpty() ? path : at(name)) + ": " + what);
    }

    /** Reports members that nothing asked for. */
    void refuseUnknown() {
        for (String name : object.names()) {
            if (!known.contains(name)) {
                problem(name, "is not known here; known are " + known);
            }
        }
    }

    private String at(String name) {
        return path + "/" + name;
    }

    private <T extends Json> Optional<T> member(String name, Class<T> type, String expected) {
        known.add(name);
        Optional<Json> found = object.find(name);
        if (found.isPresent() && !type.isInstance(found.get())) {
            problem(name, "is " + found.get().toText() + "; give " + expected);
            return Optional.empty();
        }
        return found.map(type::cast);
    }
}
