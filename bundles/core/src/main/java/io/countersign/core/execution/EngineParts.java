package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.audit.StoredText;
import io.countersign.core.file.FileRepository;
import io.countersign.core.file.FileStore;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What every part of the engine works with.
 *
 * @param node the platform as actor
 * @param clock for people and schedules, the same on all nodes
 * @param machineClock the one that plug-ins see, which may be wrong by minutes
 * @param nanoTime monotonic, for limits and leases
 */
record EngineParts(
        OperationRegistry registry,
        ExecutionRepository executions,
        BackupRecords backups,
        AuditRepository audits,
        FileRepository files,
        FileStore fileStore,
        ConnectionLookup connections,
        Caller node,
        Clock clock,
        Clock machineClock,
        LongSupplier nanoTime,
        Ids ids,
        AuditTrail trail,
        ExecutionSettings settings,
        PlatformThreads platform,
        PluginThreads plugins,
        IntentMark mark,
        CrashPoints crashPoints) {
    private static final int WAITING_REASON_LENGTH_MAX = 1000;

    EngineParts {
        executions = crashPoints.around(executions);
    }

    /** Now, to the microsecond, as the databases keep it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** When a call that is made now is to be given up, by the only clock that a handler has. */
    Instant callDeadline() {
        return machineClock.instant().plus(settings.callTimeout());
    }

    /** An entry by the platform about an execution. */
    AuditEntry entry(AuditAction action, ExecutionId execution, JsonObject details) {
        return trail.entry(node(), action, subject(execution), details);
    }

    /** An entry by the platform about one effect of an execution. */
    AuditEntry effectEntry(AuditAction action, ExecutionId execution, String effect, JsonObject details) {
        JsonObject named = Json.object().put("effect", effect).putAll(details).build();
        return trail.entry(node(), action, subject(execution), named);
    }

    /** Notes why an execution cannot go on right now, or null when it can, unless that is noted already. */
    void noteWaiting(Execution execution, @Nullable String reason) {
        String told = reason == null ? null : StoredText.of(reason, WAITING_REASON_LENGTH_MAX);
        if (!Objects.equals(told, execution.waitingReason())) {
            executions.recordWaiting(execution.id(), told, now());
        }
    }

    /** The journal of a claimed execution; nothing is read when its plan has no effects. */
    List<Effect> effectsOf(Claim claim) {
        return claim.plan().effects().isEmpty() ? List.of() : executions.effects(claim.id());
    }

    /** Asks a plug-in for its handlers. */
    EffectHandlers handlersOf(DeployedOperation operation) throws PluginFailedException {
        return plugins.call(
                operation.plugin(),
                "asking " + operation.name() + " for its handlers",
                ExecutionSettings.HANDLERS_LIMIT,
                () -> EffectHandlers.of(operation.plugin()));
    }

    static String subject(ExecutionId execution) {
        return "execution:" + execution;
    }
}
