package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Whether parameters are acceptable, and if not, every problem found. */
public final class ValidationResult {
    private static final ValidationResult VALID = new ValidationResult(List.of());

    private final List<Problem> problems;

    private ValidationResult(List<Problem> problems) {
        this.problems = problems;
    }

    public static ValidationResult valid() {
        return VALID;
    }

    /**
     * @param parameter the parameter at fault; empty when several together are
     * @param rule a stable word: {@code required}, {@code pattern} …
     * @param message what, with which value, and what to do
     */
    public static ValidationResult invalid(String parameter, String rule, String message) {
        return new ValidationResult(List.of(new Problem(parameter, rule, message)));
    }

    public static ValidationResult of(List<Problem> problems) {
        return problems.isEmpty() ? VALID : new ValidationResult(List.copyOf(problems));
    }

    public boolean isValid() {
        return problems.isEmpty();
    }

    public List<Problem> problems() {
        return problems;
    }

    /** The problems of both. */
    public ValidationResult and(ValidationResult other) {
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(other.problems);
        return of(all);
    }

    public JsonObject toJson() {
        return Json.object()
                .put("valid", isValid())
                .put("problems", problems.stream().map(Problem::toJson).toList())
                .build();
    }

    /** One problem; see {@link ValidationResult#invalid}. */
    public record Problem(String parameter, String rule, String message) {
        public JsonObject toJson() {
            return Json.object()
                    .put("parameter", parameter)
                    .put("rule", rule)
                    .put("message", message)
                    .build();
        }
    }
}
