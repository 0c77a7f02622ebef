package io.countersign.core.execution;

/** Too many executions are waiting; nothing was written. */
public final class QueueFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long retryAfterSeconds;

    public QueueFullException(long waiting, long waitingMax, long retryAfterSeconds) {
        super(waiting + " executions are planning or queued and " + waitingMax + " are allowed; try again in "
                + retryAfterSeconds + " s, or raise queueMax in etc/io.countersign.execution.cfg");
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
