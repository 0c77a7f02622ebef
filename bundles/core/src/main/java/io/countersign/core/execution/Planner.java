package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonNumberException;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ExecutionStoppedException;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationLog;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterType;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.registry.DeployedOperation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a plug-in for its plan and checks that the plan keeps to the contract. */
final class Planner {
    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    private final EngineParts parts;

    Planner(EngineParts parts) {
        this.parts = parts;
    }

    /** Returns a plan that may be shown and signed, or throws {@link PlanningFailedException}. */
    Plan plan(DeployedOperation operation, ExecutionId id, JsonObject parameters, OperationLog log, StopSignal stop) {
        PlanningContext context = new PlanningContext(parts, id, operation.schema(), parameters, log, stop);
        Plan plan;
        try {
            plan = parts.plugins()
                    .call(
                            operation.plugin(),
                            "planning " + operation.name(),
                            operation.profile().planTimeout(),
                            () -> operation.plugin().plan(context));
        } catch (PluginThreadsBusyException e) {
            throw e;
        } catch (Exception e) {
            throw new PlanningFailedException(failureOf(operation, e, "plan_failed"));
        } finally {
            stop.raise(StopSignal.Cause.ENDED, "the plan has been made; its context can no longer be used");
        }
        requireContract(operation, id, parameters, plan);
        return plan;
    }

    /** The connections that the parameters name, by name; unusable ones are left out. */
    Map<String, Connection> connections(DeployedOperation operation, JsonObject parameters) {
        Map<String, Connection> connections = new HashMap<>();
        for (Parameter parameter : operation.schema().parameters()) {
            if (parameter.type() == ParameterType.CONNECTION) {
                parameters
                        .findText(parameter.name())
                        .flatMap(name -> parts.connections()
                                .find(name, parameter.connectionKind().orElseThrow()))
                        .ifPresent(connection -> connections.put(connection.name(), connection));
            }
        }
        return connections;
    }

    /** What a failed call of a plug-in is reported as. */
    static Failure failureOf(DeployedOperation operation, Exception cause, String code) {
        if (cause instanceof OperationException known) {
            return new Failure(known.code(), String.valueOf(known.getMessage()));
        }
        if (cause instanceof PluginTimeoutException || cause instanceof ExecutionStoppedException) {
            return new Failure(
                    cause instanceof PluginTimeoutException ? "timed_out" : code, String.valueOf(cause.getMessage()));
        }
        LOG.warn("Operation {} {} failed", operation.name(), operation.version(), cause);
        return new Failure(
                code,
                "operation " + operation.name() + " " + operation.version() + " failed with " + cause
                        + "; its author finds the stack trace in the node's log");
    }

    private void requireContract(DeployedOperation operation, ExecutionId id, JsonObject parameters, Plan plan) {
        Set<String> connections = connections(operation, parameters).keySet();
        EffectHandlers handlers = handlersOf(operation);
        for (PlannedEffect effect : plan.effects()) {
            if (!connections.contains(effect.connection())) {
                String message = "effect '" + effect.id() + "' uses connection '" + effect.connection()
                        + "', which was not given as a parameter; given are " + connections;
                parts.audits()
                        .record(parts.effectEntry(
                                AuditAction.EFFECT_REFUSED,
                                id,
                                effect.id(),
                                Json.object().put("reason", message).build()));
                throw invalid("foreign_connection", message);
            }
            if (!handlers.kinds().contains(effect.kind())) {
                throw invalid(
                        "plan_invalid",
                        "effect '" + effect.id() + "' is of kind '" + effect.kind() + "', which no handler of "
                                + operation.name() + " serves; served are " + handlers.kinds());
            }
        }
        requireSignable(plan);
    }

    private static EffectHandlers handlersOf(DeployedOperation operation) {
        try {
            return EffectHandlers.of(operation.plugin());
        } catch (IllegalArgumentException e) {
            throw invalid("plan_invalid", String.valueOf(e.getMessage()));
        }
    }

    private static void requireSignable(Plan plan) {
        int size;
        try {
            size = plan.toJson().signableBytes().length;
        } catch (JsonNumberException e) {
            throw invalid("plan_invalid", "the plan cannot be signed: " + e.getMessage());
        }
        if (size > ExecutionSettings.DOCUMENT_BYTES_MAX) {
            throw invalid(
                    "plan_invalid",
                    "the plan has " + size + " bytes; at most " + ExecutionSettings.DOCUMENT_BYTES_MAX
                            + " can be signed, split the input");
        }
    }

    private static PlanningFailedException invalid(String code, String message) {
        return new PlanningFailedException(new Failure(code, message));
    }
}
