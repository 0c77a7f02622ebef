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
     * @param message for people, with a remedy when not ready
     */
    record Result(boolean ready, String message) {}
}
