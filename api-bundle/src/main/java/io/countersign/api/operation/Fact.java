package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.time.Instant;

/**
 * Something the plan rests on, as it was read outside.
 *
 * @param key what it is, unique in the plan: {@code destination:aed}
 * @param value the value read; numbers other than integers must be strings
 * @param source where it was read: {@code stripe GET /v1/balance}
 * @param readAt when
 * @param binding whether a change makes the plan stale; others are shown and signed, not compared
 */
public record Fact(String key, Json value, String source, Instant readAt, boolean binding) {
    public Fact {
        Texts.require("fact key", key, 200);
        Texts.require("source of fact " + key, source, 300);
    }

    /** A fact whose change makes the plan stale. */
    public static Fact binding(String key, Json value, String source, Instant readAt) {
        return new Fact(key, value, source, readAt, true);
    }

    /** A fact that is shown and signed, but may change. */
    public static Fact informative(String key, Json value, String source, Instant readAt) {
        return new Fact(key, value, source, readAt, false);
    }

    public JsonObject toJson() {
        return Json.object()
                .put("key", key)
                .put("value", value)
                .put("source", source)
                .put("readAt", readAt.toString())
                .put("binding", binding)
                .build();
    }

    public static Fact fromJson(JsonObject json) {
        return new Fact(
                json.text("key"),
                json.get("value"),
                json.text("source"),
                Instant.parse(json.text("readAt")),
                json.flag("binding"));
    }
}
