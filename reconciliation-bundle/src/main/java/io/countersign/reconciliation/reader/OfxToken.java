package io.countersign.reconciliation.reader;

/**
 * A piece of an OFX file.
 *
 * @param text name of the tag in upper case, or the text between tags without spaces around it; one character stands
 *     for one byte
 * @param line from 1
 * @param column from 1
 */
record OfxToken(Kind kind, String text, long line, int column) {

    enum Kind {
        OPEN,
        CLOSE,
        /** {@code <NAME/>}. */
        EMPTY,
        TEXT,
        /** {@code <?xml …?>}; the text is what stands between the marks. */
        INSTRUCTION,
        /** Text or a tag longer than its limit; {@link #text} tells which. */
        OVERLONG,
        /** {@code <!DOCTYPE} or another declaration but a comment. */
        DECLARATION
    }
}
