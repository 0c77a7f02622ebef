package io.countersign.core.inbound;

/** Too many messages come at once. */
public final class InboundThrottledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long retryAfterSeconds;

    InboundThrottledException(long retryAfterSeconds) {
        super("too many messages come at once; send it again in " + retryAfterSeconds + " s");
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
