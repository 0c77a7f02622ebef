package io.countersign.shell;

import java.util.regex.Pattern;

/** Makes text of others harmless for a terminal: no escape sequences, no line that pretends to be another. */
final class Visible {
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");

    private Visible() {}

    /** The text on one line, with a replacement character for what cannot be shown. */
    static String line(String text) {
        return UNSAFE.matcher(text).replaceAll("\uFFFD");
    }
}
