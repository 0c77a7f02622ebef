package io.countersign.core.release;

/** A jar or release cannot serve; whatever served before goes on. The message says why and what to do. */
public final class ReleaseUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String digest;

    public ReleaseUnusableException(String digest, String message, Throwable cause) {
        super(message, cause);
        this.digest = digest;
    }

    /** Of the jar. */
    public String digest() {
        return digest;
    }
}
