package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens after the database was restored from a backup. Executions that it brought back may have sent effects since,
 * so each effect that the journal has as planned is noted as unknown and looked up before anything is sent: what is found
 * is adopted, the rest waits for people.
 */
final class RestoredBackup {
    private static final Logger LOG = LoggerFactory.getLogger(RestoredBackup.class);
    private static final Duration LOCKED_RETRY = Duration.ofSeconds(5);

    private final EngineParts parts;

    RestoredBackup(EngineParts parts) {
        this.parts = parts;
    }

    /** Compares the database with this node's mark, before any work is done. */
    void detect() {
        Instant newest = parts.backups().newestIntentAt().orElse(null);
        Optional<Instant> marked = parts.mark().newest();
        if (marked.isEmpty() || !isOlder(newest, marked.get())) {
            return;
        }
        LOG.error(
                "The database was restored from a backup: its newest intent is of {}, but this node noted one at {}."
                        + " What is open is looked up at the providers before anything is sent",
                newest,
                marked.get());
        JsonObject details = Json.object()
                .put("markedIntentAt", marked.get().toString())
                .putIfPresent("newestIntentAt", newest == null ? null : newest.toString())
                .build();
        parts.backups()
                .recordRestored(parts.trail()
                        .entry(
                                parts.node(),
                                AuditAction.DATABASE_RESTORED,
                                parts.node().userId(),
                                details));
        parts.mark().accept(newest);
    }

    /**
     * Notes the planned effects of an execution that a backup brought back as unknown. What it cannot note, because
     * another execution holds the item, comes when that one is through; what it notes is resolved meanwhile, so that two
     * executions never wait for one another.
     *
     * @return when to try again because nothing could be noted; empty when there is something to find out
     */
    Optional<Duration> distrust(Claim claim) {
        boolean open = false;
        for (Effect effect : parts.executions().effects(claim.id())) {
            open |= effect.state().isOpen() || (effect.state() == EffectState.PLANNED && note(claim, effect));
        }
        return open ? Optional.empty() : Optional.of(LOCKED_RETRY);
    }

    /** Whether there are planned effects that may have been sent. */
    boolean isDoubtful(Claim claim, List<Effect> effects) {
        return claim.fromBackup() && effects.stream().anyMatch(effect -> effect.state() == EffectState.PLANNED);
    }

    private boolean note(Claim claim, Effect effect) {
        PlannedEffect planned = claim.plan().effect(effect.name()).orElseThrow();
        Intent intent = claim.intentOf(planned, planned.amount(), planned.request());
        JsonObject details = Json.object()
                .put("attempt", intent.attempt())
                .put("idempotencyKey", intent.idempotencyKey())
                .put("lookedUpFirst", true)
                .build();
        IntentOutcome outcome = parts.executions()
                .recordIntent(
                        intent,
                        claim.fence(),
                        parts.effectEntry(AuditAction.EFFECT_INTENT, claim.id(), effect.name(), details));
        @Nullable ExecutionId holder = outcome.lockedBy();
        if (holder != null) {
            parts.noteWaiting(
                    claim.execution(),
                    "the item of effect '" + effect.name() + "' is held by execution " + holder
                            + "; it is looked up when that one is through");
            return false;
        }
        EffectChange change = new EffectChange(
                claim.id(),
                effect.name(),
                EffectState.INTENT,
                EffectState.UNKNOWN,
                parts.now(),
                null,
                null,
                null,
                "the database was restored from a backup; it may have been sent before");
        parts.executions()
                .recordOutcome(
                        change,
                        claim.fence(),
                        parts.effectEntry(
                                AuditAction.EFFECT_UNKNOWN, claim.id(), effect.name(), EffectRecords.details(change)));
        return true;
    }

    private static boolean isOlder(@Nullable Instant newest, Instant marked) {
        return newest == null || newest.isBefore(marked);
    }
}
