package io.countersign.api.money;

/** Amounts of two currencies were to be added or compared. */
public final class CurrencyMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String left;
    private final String right;

    CurrencyMismatchException(String left, String right) {
        super("cannot combine " + left + " with " + right + "; keep one total per currency");
        this.left = left;
        this.right = right;
    }

    public String left() {
        return left;
    }

    public String right() {
        return right;
    }
}
