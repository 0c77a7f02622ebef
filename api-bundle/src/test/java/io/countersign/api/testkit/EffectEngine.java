package io.countersign.api.testkit;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.ExecutionStoppedException;
import io.countersign.api.operation.FindReply;
import io.countersign.api.operation.OpenItem;
import io.countersign.api.operation.PlannedEffect;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Performs effects as the platform does: the intent is in the journal before the handler is called, an unclear outcome
 * is replayed under the same key while the provider remembers it and looked up otherwise, and nothing is ever sent
 * again under another key.
 */
final class EffectEngine {
    /** Taken off the provider's memory of keys, so that a slow replay is not taken for a new request. */
    private static final Duration KEY_MEMORY_MARGIN = Duration.ofHours(1);

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE_BETWEEN_REPLAYS = Duration.ofSeconds(1);
    private static final int REPLAYS_MAX = 3;
    private static final int RESPONSE_BYTES_MAX = 64 * 1024;

    private final String executionId;
    private final RunRecord run;
    private final EntryGuard guard;
    private final SettableClock clock;
    private final List<OpenItem> openItems;
    private final Map<String, FakeConnection> connections;
    private final Map<String, EffectHandler> handlers = new HashMap<>();

    EffectEngine(TestRun owner, RunRecord run, EntryGuard guard, List<EffectHandler> handlers) {
        this.executionId = owner.executionId();
        this.run = run;
        this.guard = guard;
        this.clock = owner.clock();
        this.openItems = owner.openItems();
        this.connections = owner.connectionsByName();
        handlers.forEach(handler -> this.handlers.put(handler.kind(), handler));
    }

    EffectOutcome perform(PlannedEffect effect, Money amount) {
        guard.check();
        var existing = run.journal.find(effect.id());
        if (existing.isPresent()) {
            JournalEntry entry = existing.get();
            return entry.outcome().isPresent() ? entry.outcome().get() : resolve(effect, entry);
        }
        requireFree(effect);
        handlerOf(effect);
        connectionOf(effect);
        JournalEntry intent = run.journal.write(JournalEntry.intent(
                effect.id(),
                1,
                IdempotencyKey.of(executionId, effect.id(), 1),
                requestFor(effect, amount),
                amount,
                clock.instant()));
        guard.crashIf(CrashPoint.Moment.AFTER_INTENT, effect.id());
        EffectReply reply = send(effect, intent);
        if (reply.kind() != EffectReply.Kind.UNCLEAR) {
            return record(effect, intent, reply);
        }
        return resolve(effect, unknown(effect, intent, reply));
    }

    private EffectOutcome resolve(PlannedEffect effect, JournalEntry open) {
        JournalEntry entry = open;
        for (int replay = 0; replay < REPLAYS_MAX && mayReplay(effect, entry); replay++) {
            EffectReply reply = send(effect, entry);
            if (reply.kind() != EffectReply.Kind.UNCLEAR) {
                return record(effect, entry, reply);
            }
            entry = unknown(effect, entry, reply);
        }
        FindReply found = find(effect, entry);
        if (found.kind() == FindReply.Kind.FOUND) {
            EffectReply applied = EffectReply.applied(found.externalId().orElseThrow(), found.response());
            return record(effect, entry, applied);
        }
        run.journal.write(entry.unknown(entry.replayUseful()));
        // an absent effect may still be on its way: only people can establish that it did not happen
        throw guard.stopped("the outcome of effect '" + effect.id() + "' is unknown, the look-up says " + found.kind()
                + (found.cause().isEmpty() ? "" : " (" + found.cause() + ")"));
    }

    private boolean mayReplay(PlannedEffect effect, JournalEntry entry) {
        Duration age = Duration.between(entry.firstSentAt(), clock.instant());
        Duration replayable = handlerOf(effect).keyMemory().minus(KEY_MEMORY_MARGIN);
        return entry.replayUseful() && age.compareTo(replayable) < 0;
    }

    private EffectReply send(PlannedEffect effect, JournalEntry entry) {
        EffectReply reply;
        try {
            reply = Objects.requireNonNull(
                    handlerOf(effect).perform(callOf(effect, entry)), "the handler answered null");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            run.journal.write(entry.unknown(true));
            throw guard.stopped("interrupted while effect '" + effect.id() + "' was sent");
        } catch (ExecutionStoppedException e) {
            throw e;
        } catch (Exception e) {
            reply = EffectReply.unclear(e.toString(), true, Duration.ZERO);
        }
        guard.crashIf(CrashPoint.Moment.AFTER_CALL, effect.id());
        return reply;
    }

    private FindReply find(PlannedEffect effect, JournalEntry entry) {
        try {
            return Objects.requireNonNull(handlerOf(effect).find(callOf(effect, entry)), "the handler answered null");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FindReply.unclear("interrupted");
        } catch (Exception e) {
            return FindReply.unclear(e.toString());
        }
    }

    private JournalEntry unknown(PlannedEffect effect, JournalEntry entry, EffectReply reply) {
        run.log.warn("effect '" + effect.id() + "' is unclear: " + reply.message());
        // the platform waits; here the time passes on the clock of the run
        clock.advance(reply.retryAfter().isZero() ? PAUSE_BETWEEN_REPLAYS : reply.retryAfter());
        return run.journal.write(entry.unknown(reply.replayUseful()));
    }

    private EffectOutcome record(PlannedEffect effect, JournalEntry entry, EffectReply reply) {
        EffectOutcome.Kind kind =
                reply.kind() == EffectReply.Kind.APPLIED ? EffectOutcome.Kind.APPLIED : EffectOutcome.Kind.REJECTED;
        EffectOutcome outcome =
                EffectOutcome.of(effect.id(), kind, entry.amount(), entry.attempt(), entry.idempotencyKey(), reply);
        if (reply.response().canonicalBytes().length > RESPONSE_BYTES_MAX) {
            run.addViolation("the response of effect '" + effect.id() + "' is larger than 64 KiB; keep what matters");
        }
        run.journal.write(entry.ended(outcome));
        run.countOutcome();
        return outcome;
    }

    private static JsonObject requestFor(PlannedEffect effect, Money amount) {
        if (amount.equals(effect.amount())) {
            return effect.request();
        }
        return effect.request().with(effect.amountField().orElseThrow(), Json.of(Long.toString(amount.minorUnits())));
    }

    private void requireFree(PlannedEffect effect) {
        for (OpenItem item : openItems) {
            if (item.lockKey().equals(effect.lockKey())) {
                throw guard.stopped("'" + item.lockKey() + "' is held by effect '" + item.effectId() + "' of execution "
                        + item.executionId());
            }
        }
    }

    private EffectHandler handlerOf(PlannedEffect effect) {
        EffectHandler handler = handlers.get(effect.kind());
        if (handler == null) {
            throw guard.violated("no handler performs effects of kind '" + effect.kind() + "'; known are "
                    + handlers.keySet().stream().sorted().toList());
        }
        return handler;
    }

    private Connection connectionOf(PlannedEffect effect) {
        Connection connection = connections.get(effect.connection());
        if (connection == null) {
            throw guard.violated("effect '" + effect.id() + "' uses connection '" + effect.connection()
                    + "', which no parameter names");
        }
        return connection;
    }

    private JournalledCall callOf(PlannedEffect effect, JournalEntry entry) {
        return new JournalledCall(executionId, effect, entry, clock.instant().plus(CALL_TIMEOUT), connectionOf(effect));
    }
}
