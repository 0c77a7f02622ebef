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
        CANCELLED("cancelled"),
        TIMED_OUT("timed_out"),
        /** Another worker has taken the execution over, or this one was paused for too long. */
        FENCE_LOST("fence_lost"),
        /** This node is stopping. */
        NODE_STOPPING("node_stopping"),
        /** Something could not be written down. */
        PLATFORM_FAILED("platform_failed"),
        /** It tried something outside its approved plan. */
        OUTSIDE_PLAN("outside_plan"),
        /** It reached for a connection it was not given. */
        FOREIGN_CONNECTION("foreign_connection"),
        /** An effect's outcome is unknown. */
        UNRESOLVED("unresolved"),
        /** Its release was withdrawn, or was replaced so long ago that nothing may run on it any more. */
        RELEASE_ENDED("release_ended"),
        /** The item of an effect is locked by another execution. */
        LOCKED("item_locked"),
        /** The call has returned; what its threads still do no longer counts. */
        ENDED("ended");

        private final String code;

        Cause(String code) {
            this.code = code;
        }

        /** The stable word of a failure that it brings. */
        String code() {
            return code;
        }

        /** Whether it says nothing about the operation, so that the execution is taken up again as it stands. */
        boolean isOfThePlatform() {
            return this == FENCE_LOST || this == NODE_STOPPING || this == PLATFORM_FAILED;
        }

        /** Whether the plug-in broke its contract. */
        boolean isRefusal() {
            return this == OUTSIDE_PLAN || this == FOREIGN_CONNECTION;
        }
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

    boolean isRaised() {
        return reason.get() != null;
    }

    /** Throws when the signal was raised. */
    void check() {
        reason().ifPresent(given -> {
            throw new ExecutionStoppedException(given.message());
        });
    }

    /** Waits; answers false when the signal was raised or the thread was interrupted before the time was over. */
    boolean pause(Duration time) {
        try {
            return !raised.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Raises the signal and gives the exception to throw. */
    ExecutionStoppedException stop(Cause cause, String message) {
        raise(cause, message);
        return new ExecutionStoppedException(message);
    }
}
