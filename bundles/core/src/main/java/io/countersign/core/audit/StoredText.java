package io.countersign.core.audit;

import org.jspecify.annotations.Nullable;

/**
 * Text from outside (plug-ins, providers, people) as it may be stored: both databases and canonical JSON take it. Lone
 * surrogates have no UTF-8 form and PostgreSQL has no NUL; one such character must not keep an outcome from being noted.
 */
public final class StoredText {
    private static final char REPLACEMENT = '\uFFFD';

    private StoredText() {}

    /**
     * The text with what cannot be stored replaced by U+FFFD, shortened to a length.
     *
     * @param text null counts as empty
     * @param lengthMax in UTF-16 units, at least 2; a longer text ends with {@code …}
     */
    public static String of(@Nullable String text, int lengthMax) {
        if (text == null) {
            return "";
        }
        StringBuilder stored = new StringBuilder(Math.min(text.length(), lengthMax));
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            int fit = isStorable(point) ? point : REPLACEMENT;
            boolean last = i >= text.length();
            if (stored.length() + Character.charCount(fit) > (last ? lengthMax : lengthMax - 1)) {
                return stored.append('…').toString();
            }
            stored.appendCodePoint(fit);
        }
        return stored.toString();
    }

    /** Whether the text can be stored as it is. */
    public static boolean isStorable(String text) {
        return text.codePoints().allMatch(StoredText::isStorable);
    }

    private static boolean isStorable(int point) {
        return point != 0 && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
