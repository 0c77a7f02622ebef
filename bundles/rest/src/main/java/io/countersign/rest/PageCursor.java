package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the next page of a list begins; opaque to callers. It names the last item, so later items shift nothing. */
final class PageCursor {
    private static final int LENGTH_MAX = 400;

    private PageCursor() {}

    static String of(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }

    /** The position a cursor stands for, as {@code reading} understands it; null when none was given. */
    static <T> @Nullable T read(@Nullable String cursor, Function<String, T> reading) {
        if (cursor == null) {
            return null;
        }
        try {
            if (cursor.length() <= LENGTH_MAX) {
                return reading.apply(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            // said below, in one voice
        }
        throw QueryText.invalid("cursor", "is not what nextCursor of the page before said");
    }

    /** A page: {@code {items, nextCursor}}; the cursor is absent when the list is at its end. */
    static <T> JsonObject page(List<T> items, int limit, Function<T, JsonObject> json, Function<T, String> position) {
        JsonObject.Builder page =
                Json.object().put("items", items.stream().map(json).toList());
        if (items.size() == limit) {
            page.put("nextCursor", of(position.apply(items.get(items.size() - 1))));
        }
        return page.build();
    }
}
