package io.countersign.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strict reading of query parameters; null stands for one that was not given. */
final class QueryText {
    static final int PAGE_MAX = 200;

    private static final int PAGE_DEFAULT = 50;
    private static final int WORDS_MAX = 20;

    private QueryText() {}

    /** The size of a page, 1 to 200. */
    static int limit(@Nullable String text) {
        return (int) integer("limit", text, PAGE_DEFAULT, 1, PAGE_MAX);
    }

    static long integer(String name, @Nullable String text, long fallback, long least, long most) {
        if (text == null) {
            return fallback;
        }
        if (text.matches("[0-9]{1,18}")) {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw invalid(name, "must be a whole number from " + least + " to " + most);
    }

    static boolean flag(String name, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw invalid(name, "must be true or false");
    }

    /** A time with offset (RFC 3339). */
    static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw invalid(name, "must be a time with offset like 2026-11-22T12:00:00Z");
        }
    }

    /** Words of an enum, separated by commas; none when not given. */
    static <E extends Enum<E>> List<E> words(String name, @Nullable String text, Class<E> type) {
        List<E> values = new ArrayList<>();
        for (String word : text == null ? new String[0] : text.split(",", WORDS_MAX)) {
            values.add(word(name, word, type));
        }
        return values;
    }

    static ProblemException invalid(String name, String problem) {
        return ProblemException.ofField(
                ProblemType.INVALID_QUERY_PARAMETER, name, "query parameter '" + name + "' " + problem);
    }

    private static <E extends Enum<E>> E word(String name, String word, Class<E> type) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(word)) {
                return value;
            }
        }
        throw invalid(name, "must be words of " + List.of(type.getEnumConstants()) + " separated by commas");
    }
}
