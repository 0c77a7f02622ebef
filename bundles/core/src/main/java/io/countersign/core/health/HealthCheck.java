package io.countersign.core.health;

/** One thing a node needs in order to serve; registered as a service by whoever knows. */
public interface HealthCheck {

    /** Stable word: {@code database}. */
    String name();

    /** Looks now, within a second. */
    Result check();

    /**
     * What a check found.
     *
     * @param ready whether the node can serve as far as this check knows
     * @param warning whether it serves but people are to look at it
     * @param message for people, with a remedy when not ready or when it warns
     */
    record Result(boolean ready, boolean warning, String message) {

        /** Without a warning. */
        public Result(boolean ready, String message) {
            this(ready, false, message);
        }

        /** Ready, but people are to look at it. */
        public static Result warning(String message) {
            return new Result(true, true, message);
        }
    }
}
