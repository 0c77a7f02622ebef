package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.file.FileRepository;
import io.countersign.core.file.FileStore;
import io.countersign.core.registry.OperationRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What every part of the engine works with. */
record EngineParts(
        OperationRegistry registry,
        ExecutionRepository executions,
        AuditRepository audits,
        FileRepository files,
        FileStore fileStore,
        ConnectionLookup connections,
        Clock clock,
        AuditTrail trail,
        ExecutionSettings settings,
        PlatformThreads platform,
        PluginThreads plugins) {

    /** The platform as actor. */
    Caller node() {
        return Caller.node(settings.nodeName());
    }

    /** Now, to the microsecond, as the databases keep it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
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

    static String subject(ExecutionId execution) {
        return "execution:" + execution;
    }
}
