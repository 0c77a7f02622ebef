package io.countersign.core.release;

/** No release has the digest, or several begin with what was given of it. */
public final class UnknownReleaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String release;

    UnknownReleaseException(String release, String message) {
        super(message);
        this.release = release;
    }

    /** What was asked for. */
    public String release() {
        return release;
    }
}
