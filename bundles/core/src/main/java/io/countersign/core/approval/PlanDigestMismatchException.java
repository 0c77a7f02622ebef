package io.countersign.core.approval;

/** A decision names another digest than the plan has: the person has not seen this plan. */
public final class PlanDigestMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String given;
    private final String expected;

    public PlanDigestMismatchException(String given, String expected) {
        super("plan digest '" + given + "' is not that of the plan, which is " + expected
                + "; read the plan again and sign what it says");
        this.given = given;
        this.expected = expected;
    }

    public String given() {
        return given;
    }

    public String expected() {
        return expected;
    }
}
