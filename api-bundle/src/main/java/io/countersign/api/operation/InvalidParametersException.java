package io.countersign.api.operation;

import java.util.stream.Collectors;

/** Parameters do not fit the schema of their operation. */
public final class InvalidParametersException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ValidationResult result;

    public InvalidParametersException(ValidationResult result) {
        super(result.problems().stream().map(ValidationResult.Problem::message).collect(Collectors.joining("; ")));
        this.result = result;
    }

    /** Every problem found. */
    public ValidationResult result() {
        return result;
    }
}
