package io.countersign.core.execution;

import io.countersign.api.operation.ExecutionStoppedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Says that a plug-in call must not go on, and why; the first reason stays. */
final class StopSignal {

    /** Why a plug-in call must not go on. */
    enum Cause {
        CANCELLED,
        TIMED_OUT,
        /** Another worker has taken the execution over, or this one was paused for too long. */
        FENCE_LOST,
        /** It tried something outside its approved plan. */
        REFUSED,
        /** An effect's outcome is unknown. */
        UNRESOLVED,
        /** The item of an effect is locked by another execution. */
        LOCKED,
        /** The call has returned; what its threads still do no longer counts. */
        ENDED
    }

    record Reason(Cause cause, String message) {}

    private final AtomicReference<Reason> reason = new AtomicReference<>();
    private final CountDownLatch raised = new CountDownLatch(1);

    void raise(Cause cause, String message) {
        if (reason.compareAndSet(null, new Reason(cause, message))) {
            raised.countDown();
        }
    }

    Optional<Reason> reason() {
        return Optional.ofNullable(reason.get());
    }

    /** Throws when the signal was raised. */
    void check() {
        Reason given = reason.get();
        if (given != null) {
            throw new ExecutionStoppedException(given.message());
        }
    }

    /** Waits, but no longer than until the signal is raised; then throws. */
    void pause(Duration time) {
        try {
            if (raised.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionStoppedException("interrupted");
        }
    }

    /** Raises the signal and throws. */
    ExecutionStoppedException stop(Cause cause, String message) {
        raise(cause, message);
        return new ExecutionStoppedException(message);
    }
}
