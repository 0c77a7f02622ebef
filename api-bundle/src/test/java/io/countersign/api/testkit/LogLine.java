package io.countersign.api.testkit;

/** One line of the execution's log. */
public record LogLine(Level level, String text) {

    /** Severity of a line. */
    public enum Level {
        INFO,
        WARN,
        ERROR
    }
}
