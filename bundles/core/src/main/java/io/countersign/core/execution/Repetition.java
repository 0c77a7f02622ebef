package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Drift;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.ParameterType;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.operation.SkippedLine;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An execution that does the rest of an earlier one: what was applied along the whole chain of repetitions is left out of
 * its plan. An effect that came back is part of the rest.
 */
final class Repetition {
    private static final String EFFECT_DRIFT = "effect ";
    private static final Set<ExecutionState> REPEATABLE = EnumSet.of(
            ExecutionState.FAILED,
            ExecutionState.RETURNED,
            ExecutionState.CANCELLED,
            ExecutionState.STALE,
            ExecutionState.REJECTED,
            ExecutionState.EXPIRED);

    private final Map<String, ExecutionId> applied;

    private Repetition(Map<String, ExecutionId> applied) {
        this.applied = Map.copyOf(applied);
    }

    /** Of an execution that repeats none. */
    static Repetition none() {
        return new Repetition(Map.of());
    }

    /** What was done before an execution is planned or runs; nothing when it repeats none. */
    static Repetition of(ExecutionRepository executions, Execution execution) {
        Map<String, ExecutionId> applied = new HashMap<>();
        @Nullable ExecutionId earlier = execution.repeats();
        while (earlier != null) {
            for (Effect effect : executions.effects(earlier)) {
                if (effect.state() == EffectState.APPLIED) {
                    applied.putIfAbsent(effect.name(), earlier);
                }
            }
            earlier = executions.find(earlier).orElseThrow().repeats();
        }
        return new Repetition(applied);
    }

    static void requireRepeatable(Execution earlier) {
        if (!REPEATABLE.contains(earlier.state())) {
            String why = earlier.state() == ExecutionState.COMPLETED
                    ? "everything in it was done; submit the operation again"
                    : "only one that has ended can be repeated";
            throw new StateConflictException(
                    earlier.id(), "execution " + earlier.id() + " is " + earlier.state() + ": " + why);
        }
    }

    /** The stored parameters as they would be given: files by id and version, so that their content is the same. */
    static JsonObject givenParameters(ParameterSchema schema, JsonObject stored) {
        JsonObject.Builder given = Json.object().putAll(stored);
        for (Parameter parameter : schema.parameters()) {
            if (parameter.type() == ParameterType.FILE && stored.has(parameter.name())) {
                JsonObject file = stored.object(parameter.name());
                given.put(
                        parameter.name(),
                        Json.object()
                                .put("id", file.text("id"))
                                .put("version", file.integer("version"))
                                .build());
            }
        }
        return given.build();
    }

    /** The plan without what was applied before. */
    Plan restOf(Plan plan) {
        if (plan.effects().stream().noneMatch(effect -> applied.containsKey(effect.id()))) {
            return plan;
        }
        Plan.Builder rest = Plan.builder();
        for (PlannedEffect effect : plan.effects()) {
            @Nullable ExecutionId before = applied.get(effect.id());
            if (before == null) {
                rest.effect(effect);
            } else {
                rest.skipped(SkippedLine.of(
                        effect.id(), "applied_before", "was applied in execution " + before, effect.amount()));
            }
        }
        plan.facts().forEach(rest::fact);
        plan.skipped().forEach(rest::skipped);
        plan.warnings().forEach(rest::warning);
        return rest.build();
    }

    /** The drifts that are more than the operation planning what was applied before. */
    List<Drift> without(List<Drift> drifts) {
        return drifts.stream()
                .filter(drift -> !(drift.approved().equals(Json.nullValue())
                        && drift.subject().startsWith(EFFECT_DRIFT)
                        && applied.containsKey(drift.subject().substring(EFFECT_DRIFT.length()))))
                .toList();
    }
}
