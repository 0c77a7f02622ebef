package io.countersign.core.audit;

import io.countersign.api.json.Json;
import io.countersign.core.access.Caller;
import java.util.function.Supplier;

/** Notes what a person tried and was refused, then lets the refusal through. */
public final class Refusals {
    private static final int SUBJECT_LENGTH_MAX = 300;
    private static final int MESSAGE_LENGTH_MAX = 2000;

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
            note(caller, subject, refused);
            throw refused;
        }
    }

    private void note(Caller caller, String subject, RuntimeException refused) {
        try {
            audits.record(trail.entry(
                    caller,
                    AuditAction.REQUEST_REFUSED,
                    StoredText.of(subject, SUBJECT_LENGTH_MAX),
                    Json.object()
                            .put("refusal", refused.getClass().getSimpleName())
                            .put("message", StoredText.of(refused.getMessage(), MESSAGE_LENGTH_MAX))
                            .build()));
        } catch (RuntimeException notNoted) {
            // the person must learn why they were refused, also while the log cannot be written
            refused.addSuppressed(notNoted);
        }
    }
}
