package io.countersign.core.execution;

import io.countersign.core.audit.StoredText;

/** Checks what people write in their own words. */
public final class Comment {
    private static final int LENGTH_MAX = 2000;

    private Comment() {}

    /**
     * Returns the text when it can be kept.
     *
     * @param field what it is called in the request: {@code comment}
     * @throws InvalidRequestException when it has more than 2,000 characters or one that cannot be stored
     */
    public static String require(String field, String text) {
        if (text.length() > LENGTH_MAX) {
            throw new InvalidRequestException(
                    field, "has " + text.length() + " characters; at most " + LENGTH_MAX + " are allowed");
        }
        if (!StoredText.isStorable(text)) {
            throw new InvalidRequestException(field, "holds a NUL or a lone surrogate; leave it out");
        }
        return text;
    }
}
