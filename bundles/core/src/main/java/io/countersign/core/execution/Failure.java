package io.countersign.core.execution;

/**
 * Why an execution did not do what it was to do.
 *
 * @param code a stable word: {@code plan_failed}, {@code timed_out}, {@code outside_plan} …
 * @param message what, with which value, and what to do
 */
public record Failure(String code, String message) {
    private static final int MESSAGE_LENGTH_MAX = 2000;

    /** Shortens the message to 2,000 characters. */
    public Failure {
        if (message.length() > MESSAGE_LENGTH_MAX) {
            message = message.substring(0, MESSAGE_LENGTH_MAX - 1) + "…";
        }
    }
}
