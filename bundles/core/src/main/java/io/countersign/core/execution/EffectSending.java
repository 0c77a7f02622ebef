package io.countersign.core.execution;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.FindReply;
import io.countersign.api.operation.PlannedEffect;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls handlers; whatever goes wrong inside one is an unclear outcome, never an exception. */
final class EffectSending {
    private static final Logger LOG = LoggerFactory.getLogger(EffectSending.class);

    private final EngineParts parts;
    private final Execution execution;
    private final Map<String, Connection> connections;

    /** @param connections those the execution was given as parameters, by name */
    EffectSending(EngineParts parts, Execution execution, Map<String, Connection> connections) {
        this.parts = parts;
        this.execution = execution;
        this.connections = Map.copyOf(connections);
    }

    EffectReply perform(EffectHandler handler, PlannedEffect planned, Intent intent, Instant sentAt, boolean replay) {
        try {
            return handler.perform(call(planned, intent, sentAt, replay));
        } catch (Exception e) {
            restoreInterrupt(e);
            LOG.warn("Handler {} did not answer for effect {} of {}", handler.kind(), planned.id(), execution.id(), e);
            return EffectReply.unclear(describe(e), true, Duration.ZERO);
        }
    }

    FindReply find(EffectHandler handler, PlannedEffect planned, Intent intent, Instant sentAt) {
        try {
            return handler.find(call(planned, intent, sentAt, true));
        } catch (Exception e) {
            restoreInterrupt(e);
            LOG.warn("Look-up of effect {} of {} did not answer", planned.id(), execution.id(), e);
            return FindReply.unclear(describe(e));
        }
    }

    private JournalledCall call(PlannedEffect planned, Intent intent, Instant sentAt, boolean replay) {
        Connection connection = connections.get(planned.connection());
        if (connection == null) {
            throw new IllegalStateException("connection '" + planned.connection() + "' is not usable right now");
        }
        return new JournalledCall(
                execution.id().text(),
                planned,
                intent.request(),
                intent.amount(),
                intent.idempotencyKey(),
                intent.attempt(),
                sentAt,
                parts.now().plus(parts.settings().callTimeout()),
                connection,
                replay);
    }

    private static void restoreInterrupt(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private static String describe(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
