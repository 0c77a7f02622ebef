package io.countersign.core.audit;

import io.countersign.api.json.Json;
import io.countersign.core.access.Caller;
import java.util.function.Supplier;

/** Notes what a person tried and was refused, then lets the refusal through. */
public final class Refusals {
    private final AuditRepository audits;
    private final AuditTrail trail;

    public Refusals(AuditRepository audits, AuditTrail trail) {
        this.audits = audits;
        this.trail = trail;
    }

    /**
     * Does what was asked; when it is refused, an entry says so.
     *
     * @param subject what it was tried on: {@code execution:3f…}
     */
    public <T> T noting(Caller caller, String subject, Supplier<T> asked) {
        try {
            return asked.get();
        } catch (RuntimeException refused) {
            audits.record(trail.entry(
                    caller,
                    AuditAction.REQUEST_REFUSED,
                    subject,
                    Json.object()
                            .put("refusal", refused.getClass().getSimpleName())
                            .put("message", String.valueOf(refused.getMessage()))
                            .build()));
            throw refused;
        }
    }
}
