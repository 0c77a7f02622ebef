package io.countersign.core.execution;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.FindReply;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.StoredText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls handlers, on plug-in threads. Whatever goes wrong inside one is an unclear outcome, never an exception, and what
 * it answers is cut to what can be stored: an answer that cannot be noted would be lost.
 */
final class EffectSending {
    private static final Logger LOG = LoggerFactory.getLogger(EffectSending.class);
    private static final int EXTERNAL_ID_LENGTH_MAX = 300;
    private static final int CODE_LENGTH_MAX = 100;
    private static final int MESSAGE_LENGTH_MAX = 2000;

    private final EngineParts parts;
    private final Claim claim;

    EffectSending(EngineParts parts, Claim claim) {
        this.parts = parts;
        this.claim = claim;
    }

    /** Whether the connection an effect goes through can be used right now. */
    boolean isUsable(String connection) {
        return claim.connections().containsKey(connection);
    }

    EffectReply perform(
            EffectHandlers.Served handler, PlannedEffect planned, Intent intent, Instant sentAt, boolean replay) {
        try {
            JournalledCall call = call(planned, intent, sentAt, replay);
            return storable(parts.crashPoints()
                    .around(SideEffect.CALL, () -> handler.handler().perform(call)));
        } catch (Throwable e) {
            // an Error too (missing class, stack overflow): what was sent stays sent
            restoreInterrupt(e);
            LOG.warn("Handler {} did not answer for effect {} of {}", handler.kind(), planned.id(), claim.id(), e);
            return EffectReply.unclear(describe(e), true, Duration.ZERO);
        }
    }

    FindReply find(EffectHandlers.Served handler, PlannedEffect planned, Intent intent, Instant sentAt) {
        try {
            JournalledCall call = call(planned, intent, sentAt, true);
            return storable(parts.crashPoints()
                    .around(SideEffect.LOOK_UP, () -> handler.handler().find(call)));
        } catch (Throwable e) {
            restoreInterrupt(e);
            LOG.warn("Look-up of effect {} of {} did not answer", planned.id(), claim.id(), e);
            return FindReply.unclear(describe(e));
        }
    }

    private JournalledCall call(PlannedEffect planned, Intent intent, Instant sentAt, boolean replay) {
        Connection connection = claim.connections().get(planned.connection());
        if (connection == null) {
            throw new IllegalStateException("connection '" + planned.connection() + "' is not usable right now");
        }
        return new JournalledCall(
                claim.id().text(),
                planned,
                intent.request(),
                intent.amount(),
                intent.idempotencyKey(),
                intent.attempt(),
                sentAt,
                parts.callDeadline(),
                connection,
                replay);
    }

    private static EffectReply storable(@Nullable EffectReply reply) {
        if (reply == null) {
            return EffectReply.unclear("the handler answered nothing", true, Duration.ZERO);
        }
        return switch (reply.kind()) {
            case APPLIED ->
                EffectReply.applied(
                        StoredText.of(reply.externalId().orElseThrow(), EXTERNAL_ID_LENGTH_MAX),
                        BoundedJson.orNote(reply.response(), ExecutionSettings.REMEMBERED_BYTES_MAX, ""));
            case REJECTED ->
                EffectReply.rejected(
                        StoredText.of(reply.code().orElse("rejected"), CODE_LENGTH_MAX),
                        StoredText.of(reply.message(), MESSAGE_LENGTH_MAX));
            case UNCLEAR ->
                EffectReply.unclear(
                        StoredText.of(reply.message(), MESSAGE_LENGTH_MAX),
                        reply.replayUseful(),
                        shorter(reply.retryAfter(), ExecutionSettings.RETRY_AFTER_MAX));
        };
    }

    private static FindReply storable(@Nullable FindReply reply) {
        if (reply == null) {
            return FindReply.unclear("the handler answered nothing");
        }
        return switch (reply.kind()) {
            case FOUND ->
                FindReply.found(
                        StoredText.of(reply.externalId().orElseThrow(), EXTERNAL_ID_LENGTH_MAX),
                        BoundedJson.orNote(reply.response(), ExecutionSettings.REMEMBERED_BYTES_MAX, ""));
            case ABSENT -> reply;
            case UNCLEAR -> FindReply.unclear(StoredText.of(reply.cause(), MESSAGE_LENGTH_MAX));
        };
    }

    private static Duration shorter(Duration wished, Duration most) {
        return wished.compareTo(most) < 0 ? wished : most;
    }

    private static void restoreInterrupt(Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private static String describe(Throwable e) {
        return StoredText.of(
                e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), MESSAGE_LENGTH_MAX);
    }
}
