package io.countersign.api.json;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JSON array. */
public final class JsonArray implements Json, Iterable<Json> {
    private final List<Json> elements;

    JsonArray(List<Json> elements) {
        this.elements = elements;
    }

    /** The elements in order; unmodifiable. */
    public List<Json> elements() {
        return elements;
    }

    /**
     * The elements as texts.
     *
     * @throws JsonTypeException when an element is not a string
     */
    public List<String> texts() {
        return elements.stream().map(Json::asText).toList();
    }

    /**
     * The elements as objects.
     *
     * @throws JsonTypeException when an element is not an object
     */
    public List<JsonObject> objects() {
        return elements.stream().map(Json::asObject).toList();
    }

    public int size() {
        return elements.size();
    }

    public Stream<Json> stream() {
        return elements.stream();
    }

    @Override
    public Iterator<Json> iterator() {
        return elements.iterator();
    }

    @Override
    public JsonArray asArray() {
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonArray array && elements.equals(array.elements);
    }

    @Override
    public int hashCode() {
        return elements.hashCode();
    }

    @Override
    public String toString() {
        return toText();
    }
}
