package io.countersign.core.execution;

import io.countersign.core.audit.StoredText;

/**
 * Why an execution did not do what it was to do.
 *
 * @param code a stable word: {@code plan_failed}, {@code timed_out}, {@code outside_plan} …
 * @param message what, with which value, and what to do
 */
public record Failure(String code, String message) {
    private static final int CODE_LENGTH_MAX = 100;
    private static final int MESSAGE_LENGTH_MAX = 2000;

    /** Shortens the code to 100 and the message to 2,000 characters. */
    public Failure {
        code = StoredText.of(code, CODE_LENGTH_MAX);
        message = StoredText.of(message, MESSAGE_LENGTH_MAX);
    }
}
