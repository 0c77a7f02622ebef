package io.countersign.core.audit;

import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Makes entries with an id and the time; whoever makes a change hands the entry to the verb that writes both. */
public final class AuditTrail {
    private final Clock clock;
    private final Ids ids;

    public AuditTrail(Clock clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /** An entry at this moment, kept to the microsecond as both databases do. */
    public AuditEntry entry(Caller actor, AuditAction action, String subject, JsonObject details) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return AuditEntry.of(ids.next(), now, actor, action, subject, details);
    }
}
