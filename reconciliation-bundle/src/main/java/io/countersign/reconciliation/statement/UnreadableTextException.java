package io.countersign.reconciliation.statement;

/** A text that is not what its place demands; checked, because whoever reads a file must turn it into a reject. */
public final class UnreadableTextException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;

    /**
     * @param code stable word for programs, as in {@link Reject#code}
     * @param reason what is wrong, with the value, and what was expected
     */
    public UnreadableTextException(String code, String reason) {
        // No stack trace: files with millions of such texts are read in one go.
        super(reason, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** What is wrong, for people. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
