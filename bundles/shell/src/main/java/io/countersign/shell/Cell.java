package io.countersign.shell;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonString;
import io.countersign.api.money.Money;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One value in the two forms in which commands show it.
 *
 * @param text for people; empty when there is no value
 * @param json for programs; JSON null when there is no value
 * @param isNumber whether people expect it flush right
 */
record Cell(String text, Json json, boolean isNumber) {
    private static final Cell NONE = new Cell("", Json.nullValue(), false);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    static Cell of(@Nullable String text) {
        return text == null ? NONE : new Cell(text, Json.of(text), false);
    }

    static Cell of(long number) {
        return new Cell(Long.toString(number), Json.of(number), true);
    }

    static Cell of(boolean flag) {
        return new Cell(flag ? "yes" : "no", Json.of(flag), false);
    }

    /** People read seconds, programs everything. */
    static Cell of(@Nullable Instant time) {
        return time == null ? NONE : new Cell(SECONDS.format(time), Json.of(time.toString()), false);
    }

    static Cell of(@Nullable Money amount) {
        return amount == null ? NONE : new Cell(amount.toString(), amount.toJson(), true);
    }

    static Cell of(Collection<String> words) {
        return new Cell(String.join(", ", words), Json.texts(words), false);
    }

    static Cell of(@Nullable Json value) {
        if (value == null) {
            return NONE;
        }
        return new Cell(value instanceof JsonString string ? string.asText() : value.toText(), value, false);
    }

    /** Shows people less than programs. */
    static Cell of(String text, Json json) {
        return new Cell(text, json, false);
    }
}
