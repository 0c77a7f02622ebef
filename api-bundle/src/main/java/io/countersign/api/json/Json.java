package io.countersign.api.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * One immutable JSON value: {@link JsonObject}, {@link JsonArray}, {@link JsonString}, {@link JsonNumber},
 * {@link JsonBoolean} or {@link JsonNull}.
 *
 * <p>The order of an object's members does not matter for equality, and numbers are equal by their exact value: 1.0
 * equals 1.
 */
public sealed interface Json permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    /** The largest integer that every JSON reader keeps exactly: 2^53 − 1 (RFC 7493 §2.2). */
    long MAX_SAFE_INTEGER = (1L << 53) - 1;

    /**
     * Parses strictly: one value, no duplicate member names, no lone surrogates, at most 100 levels deep.
     *
     * @throws JsonParseException naming line and column of the first fault
     */
    static Json parse(String text) {
        return new JsonParser(text).parseDocument();
    }

    /**
     * Parses UTF-8 bytes without byte order mark, as strictly as {@link #parse(String)}.
     *
     * @throws JsonParseException when the bytes are not UTF-8 or not JSON
     */
    static Json parse(byte[] utf8) {
        return parse(JsonParser.decode(utf8));
    }

    static JsonString of(String text) {
        return new JsonString(text);
    }

    static JsonNumber of(long integer) {
        return new JsonNumber(BigDecimal.valueOf(integer));
    }

    /**
     * A number of at most 800 digits.
     *
     * @throws IllegalArgumentException when it has more, or an exponent beyond ±9999
     */
    static JsonNumber of(BigDecimal number) {
        return new JsonNumber(number);
    }

    static JsonBoolean of(boolean flag) {
        return flag ? JsonBoolean.TRUE : JsonBoolean.FALSE;
    }

    static JsonNull nullValue() {
        return JsonNull.NULL;
    }

    static JsonArray array(Collection<? extends Json> elements) {
        return new JsonArray(List.copyOf(elements));
    }

    static JsonArray array(Json... elements) {
        return new JsonArray(List.of(elements));
    }

    /** An array of strings in the given order. */
    static JsonArray texts(Collection<String> elements) {
        return new JsonArray(elements.stream().<Json>map(Json::of).toList());
    }

    /** A builder that keeps the order in which members are put. */
    static JsonObject.Builder object() {
        return new JsonObject.Builder();
    }

    /**
     * This value as an object.
     *
     * @throws JsonTypeException when this is not an object
     */
    default JsonObject asObject() {
        throw new JsonTypeException("an object", this);
    }

    /**
     * This value as an array.
     *
     * @throws JsonTypeException when this is not an array
     */
    default JsonArray asArray() {
        throw new JsonTypeException("an array", this);
    }

    /**
     * This value as text.
     *
     * @throws JsonTypeException when this is not a string
     */
    default String asText() {
        throw new JsonTypeException("a string", this);
    }

    /**
     * This value as an integer.
     *
     * @throws JsonTypeException when this is not an integer within ±(2^53 − 1)
     */
    default long asLong() {
        throw new JsonTypeException("an integer", this);
    }

    /**
     * This value as a flag.
     *
     * @throws JsonTypeException when this is not a boolean
     */
    default boolean asBoolean() {
        throw new JsonTypeException("a boolean", this);
    }

    /** Compact JSON text: members in the order they were put, numbers exactly as they are. */
    default String toText() {
        return JsonWriter.compact(this);
    }

    /** Text indented by two spaces, for people. */
    default String toPrettyText() {
        return JsonWriter.pretty(this);
    }

    /** UTF-8 of the canonical form of RFC 8785; numbers become IEEE 754 doubles, as that RFC demands. */
    default byte[] canonicalBytes() {
        return CanonicalWriter.write(this, false).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The canonical form of a tree that is going to be hashed or signed: every number is an integer within ±(2^53 − 1),
     * so that no reader can see another value. Write decimals and money as strings.
     *
     * @throws JsonNumberException when a number is not such an integer
     */
    default byte[] signableBytes() {
        return CanonicalWriter.write(this, true).getBytes(StandardCharsets.UTF_8);
    }
}
