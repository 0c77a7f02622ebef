package io.countersign.rest;

import io.countersign.api.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strict reading of a JSON body: a member the route does not know is a mistake, not noise. */
final class RequestBody {
    private final JsonObject json;

    private RequestBody(JsonObject json) {
        this.json = json;
    }

    static RequestBody of(JsonObject json, String... known) {
        for (String name : json.names()) {
            if (!List.of(known).contains(name)) {
                throw ProblemException.ofField(
                        ProblemType.INVALID_REQUEST,
                        name,
                        "unknown member '" + name + "'; known are " + String.join(", ", known));
            }
        }
        return new RequestBody(json);
    }

    JsonObject json() {
        return json;
    }

    /** A text that must be there. */
    String text(String name) {
        return json.text(name);
    }

    /** A text that may be missing; empty then. */
    String textOrEmpty(String name) {
        return json.findText(name).orElse("");
    }

    /** An object that may be missing; empty then. */
    JsonObject objectOrEmpty(String name) {
        return json.find(name).isPresent() ? json.object(name) : JsonObject.empty();
    }

    /** A time with offset (RFC 3339) that may be missing; null then. */
    @Nullable
    Instant time(String name) {
        String text = textOrEmpty(name);
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST,
                    name,
                    "'" + name + "' is no time with offset; write it like 2026-11-22T12:00:00Z");
        }
    }

    /** One of the words that must be there, in upper case. */
    String oneOf(String name, String... words) {
        String word = json.text(name);
        if (!List.of(words).contains(word)) {
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST, name, "'" + name + "' must be one of " + String.join(", ", words));
        }
        return word;
    }
}
