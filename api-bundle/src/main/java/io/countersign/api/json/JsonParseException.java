package io.countersign.api.json;

/** Text is not the JSON that RFC 8259 describes. */
public final class JsonParseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final int column;

    JsonParseException(String problem, int line, int column) {
        super(problem + " at line " + line + ", column " + column);
        this.line = line;
        this.column = column;
    }

    /** Line of the fault, starting from 1. */
    public int line() {
        return line;
    }

    /** Column of the fault in UTF-16 units, starting from 1. */
    public int column() {
        return column;
    }
}
