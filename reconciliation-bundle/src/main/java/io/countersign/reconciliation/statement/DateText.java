package io.countersign.reconciliation.statement;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** Reads dates in one pattern of {@link DateTimeFormatter}, strictly: 31 June is no date. Names are English. */
public final class DateText {
    private final String pattern;
    private final DateTimeFormatter formatter;

    private DateText(String pattern, DateTimeFormatter formatter) {
        this.pattern = pattern;
        this.formatter = formatter;
    }

    /**
     * @param pattern {@code yyyy-MM-dd}, {@code dd.MM.yy}, {@code yyyy-MM-dd'T'HH:mm:ssX}; a time is checked and left
     *     out
     * @throws IllegalArgumentException when it is no pattern, or one without year, month and day
     */
    public static DateText of(String pattern) {
        DateTimeFormatter formatter;
        try {
            formatter = DateTimeFormatter.ofPattern(yearWithoutEra(pattern), Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
            LocalDate.parse(formatter.format(LocalDate.of(2026, 11, 22).atStartOfDay(ZoneOffset.UTC)), formatter);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' is no pattern of a date with year, month and day; write it like yyyy-MM-dd", e);
        }
        return new DateText(pattern, formatter);
    }

    /** The pattern as given. */
    public String pattern() {
        return pattern;
    }

    /**
     * Reads one date; spaces around it do not matter.
     *
     * @throws UnreadableTextException {@code date_format}
     */
    public LocalDate parse(String text) throws UnreadableTextException {
        try {
            return LocalDate.parse(text.strip(), formatter);
        } catch (DateTimeException e) {
            throw new UnreadableTextException("date_format", ShownText.of(text) + " is no date of the form " + pattern);
        }
    }

    /** Strict parsing of a year-of-era {@code y} would demand an era; people mean the plain year {@code u}. */
    private static String yearWithoutEra(String pattern) {
        StringBuilder plain = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char character = pattern.charAt(i);
            quoted ^= character == '\'';
            plain.append(character == 'y' && !quoted ? 'u' : character);
        }
        return plain.toString();
    }
}
