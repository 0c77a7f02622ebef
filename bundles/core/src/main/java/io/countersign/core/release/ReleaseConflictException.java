package io.countersign.core.release;

/** Something was to be done to a release that its state does not allow (any more). */
public final class ReleaseConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String digest;

    public ReleaseConflictException(String digest, String message) {
        super(message);
        this.digest = digest;
    }

    /** Of the release. */
    public String digest() {
        return digest;
    }
}
