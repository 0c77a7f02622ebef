package io.countersign.api.operation;

import org.jspecify.annotations.Nullable;

/** Checks of the texts that the contract's values carry. */
final class Texts {
    private Texts() {}

    static String require(String what, @Nullable String text, int lengthMax) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(what + " is missing");
        }
        if (text.length() > lengthMax) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters; at most " + lengthMax + " are allowed");
        }
        return text;
    }
}
