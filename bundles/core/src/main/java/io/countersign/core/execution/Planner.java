package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ExecutionStoppedException;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationLog;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterType;
import io.countersign.api.operation.Plan;
import io.countersign.core.plan.PlanDocument;
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
    PlanDocument plan(
            DeployedOperation operation,
            ExecutionId id,
            JsonObject parameters,
            Repetition repetition,
            OperationLog log) {
        StopSignal stop = new StopSignal();
        PlanningContext context = new PlanningContext(parts, id, operation.schema(), parameters, log, stop);
        Set<String> given = connections(operation, parameters).keySet();
        try {
            PlanDocument document = parts.plugins()
                    .call(
                            operation.plugin(),
                            "planning " + operation.name(),
                            operation.profile().planTimeout(),
                            () -> {
                                Plan plan = PlanContract.check(
                                        operation.plugin().plan(context),
                                        operation.name(),
                                        EffectHandlers.of(operation.plugin()));
                                PlanContract.foreignConnection(plan, given).ifPresent(message -> {
                                    throw context.refuse(StopSignal.Cause.FOREIGN_CONNECTION, message);
                                });
                                return PlanContract.check(PlanDocument.of(
                                        id.text(),
                                        operation.name(),
                                        operation.releaseDigest(),
                                        parameters,
                                        repetition.restOf(plan)));
                            });
            requireNotStopped(stop);
            return document;
        } catch (PluginFailedException e) {
            requireNotStopped(stop);
            throw new PlanningFailedException(failureOf(operation, e, "plan_failed"));
        } finally {
            stop.raise(StopSignal.Cause.ENDED, "the plan has been made; its context can no longer be used");
        }
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

    /** Throws when the call was stopped, also when the plug-in swallowed that. */
    static void requireNotStopped(StopSignal stop) {
        requirePlatformWorks(stop);
        stop.reason().filter(reason -> reason.cause().isRefusal()).ifPresent(reason -> {
            throw new PlanningFailedException(new Failure(reason.cause().code(), reason.message()));
        });
    }

    /** Throws when it was not the plug-in that failed. */
    static void requirePlatformWorks(StopSignal stop) {
        stop.reason().filter(reason -> reason.cause().isOfThePlatform()).ifPresent(reason -> {
            throw new IllegalStateException(reason.message());
        });
    }

    /** What a failed call of a plug-in is reported as. */
    static Failure failureOf(DeployedOperation operation, PluginFailedException failed, String code) {
        Throwable cause = failed.getCause();
        if (cause instanceof OperationException known) {
            return new Failure(known.code(), String.valueOf(known.getMessage()));
        }
        if (cause instanceof PlanningFailedException invalid) {
            return invalid.failure();
        }
        if (cause instanceof PluginTimeoutException) {
            return new Failure("timed_out", String.valueOf(cause.getMessage()));
        }
        if (cause instanceof ExecutionStoppedException) {
            return new Failure(code, String.valueOf(cause.getMessage()));
        }
        LOG.warn("Operation {} {} failed", operation.name(), operation.version(), cause);
        return new Failure(
                code,
                "operation " + operation.name() + " " + operation.version() + " failed with " + cause
                        + "; its author finds the stack trace in the node's log");
    }
}
