package io.countersign.reconciliation.statement;

/** Foreign text as messages show it: quoted, on one line, short. */
public final class ShownText {
    private static final int LENGTH_MAX = 60;

    private ShownText() {}

    /** The text in quotes, cut at 60 characters, control characters replaced by a point. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder("'");
        int end = Math.min(text.length(), LENGTH_MAX);
        for (int i = 0; i < end; i++) {
            char character = text.charAt(i);
            shown.append(Character.isISOControl(character) || Character.isSurrogate(character) ? '·' : character);
        }
        return shown.append(text.length() > LENGTH_MAX ? "…'" : "'").toString();
    }
}
