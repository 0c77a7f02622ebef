package io.countersign.api.json;

/** Keeps lone surrogates out: they have no UTF-8 form, so two writers would digest them differently. */
final class UnicodeText {
    private UnicodeText() {}

    static String requireWellFormed(String text) {
        int at = firstLoneSurrogate(text);
        if (at >= 0) {
            throw new IllegalArgumentException(
                    "text holds a lone surrogate at index " + at + "; pass well-formed Unicode");
        }
        return text;
    }

    static int firstLoneSurrogate(String text) {
        int i = 0;
        while (i < text.length()) {
            char unit = text.charAt(i);
            if (!Character.isSurrogate(unit)) {
                i++;
                continue;
            }
            boolean pair = Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) {
                return i;
            }
            i += 2;
        }
        return -1;
    }
}
