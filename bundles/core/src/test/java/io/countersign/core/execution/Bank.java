package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.EffectCall;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.FindReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A bank in memory that books a payment once per idempotency key. Its ledger is what tests believe; what it answers can
 * be told beforehand, effect by effect and call by call.
 */
final class Bank {
    /** One line of the ledger. */
    record Booking(String id, String executionId, String effectId, String key, Money amount, JsonObject request) {}

    /** One call as it reached the bank. */
    record Call(String effectId, String key, boolean replay, JsonObject request) {}

    /** How one call goes. */
    interface Answer {
        EffectReply to(Bank bank, EffectCall call) throws Exception;
    }

    /** Books it and says so. */
    static final Answer APPLY = Bank::applied;

    /** Refuses it for good. */
    static final Answer REJECT = (bank, call) -> EffectReply.rejected("account_closed", "the account is closed");

    /** The request is lost on its way. */
    static final Answer LOSE_REQUEST = (bank, call) -> EffectReply.unclear("connection lost", true, Duration.ZERO);

    /** Books it, and the answer is lost on its way. */
    static final Answer LOSE_ANSWER = (bank, call) -> {
        bank.applied(call);
        return EffectReply.unclear("read timed out", true, Duration.ZERO);
    };

    /** Answers the same server error whenever it is asked under this key. */
    static final Answer STORED_500 = (bank, call) -> EffectReply.unclear("stored 500", false, Duration.ZERO);

    private final Map<String, Booking> byKey = new LinkedHashMap<>();
    private final Map<String, Deque<Answer>> script = new HashMap<>();
    private final Map<String, Answer> always = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<String> lookUps = new ArrayList<>();
    private final List<Instant> lookedSince = new ArrayList<>();
    private boolean lookUpsFail;

    /** The next calls for an effect are answered like this, later ones with {@link #APPLY}. */
    synchronized Bank willAnswer(String effectId, Answer... answers) {
        script.computeIfAbsent(effectId, id -> new ArrayDeque<>()).addAll(List.of(answers));
        return this;
    }

    synchronized Bank willAlwaysAnswer(String effectId, Answer answer) {
        always.put(effectId, answer);
        return this;
    }

    synchronized void lookUpsFail(boolean fail) {
        lookUpsFail = fail;
    }

    EffectReply perform(EffectCall call) throws Exception {
        Answer answer;
        synchronized (this) {
            String effect = call.effect().id();
            calls.add(new Call(effect, call.idempotencyKey(), call.replay(), call.request()));
            Answer scripted = script.getOrDefault(effect, new ArrayDeque<>()).poll();
            answer = scripted != null ? scripted : always.getOrDefault(effect, APPLY);
        }
        return answer.to(this, call);
    }

    synchronized FindReply find(EffectCall call) {
        lookUps.add(call.effect().id());
        lookedSince.add(call.firstSentAt());
        if (lookUpsFail) {
            return FindReply.unclear("the bank does not answer");
        }
        return byKey.values().stream()
                .filter(booking -> booking.executionId().equals(call.executionId())
                        && booking.effectId().equals(call.effect().id()))
                .findFirst()
                .map(booking -> FindReply.found(booking.id(), JsonObject.empty()))
                .orElseGet(FindReply::absent);
    }

    private synchronized EffectReply applied(EffectCall call) {
        Booking booking = byKey.computeIfAbsent(
                call.idempotencyKey(),
                key -> new Booking(
                        "bk_" + (byKey.size() + 1),
                        call.executionId(),
                        call.effect().id(),
                        key,
                        call.amount(),
                        call.request()));
        return EffectReply.applied(
                booking.id(), Json.object().put("booking", booking.id()).build());
    }

    /** Books a payment that was on its way, as the bank does when nobody is looking. */
    synchronized void bookLate(ExecutionId execution, Effect effect) {
        String key = String.valueOf(effect.idempotencyKey());
        byKey.putIfAbsent(
                key,
                new Booking(
                        "bk_late", execution.text(), effect.name(), key, effect.plannedAmount(), JsonObject.empty()));
    }

    synchronized List<Booking> ledger() {
        return List.copyOf(byKey.values());
    }

    /** Ids of the effects that were booked, in order. */
    synchronized List<String> paid() {
        return byKey.values().stream().map(Booking::effectId).toList();
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** From when on payments were looked through, look-up by look-up. */
    synchronized List<Instant> lookedSince() {
        return List.copyOf(lookedSince);
    }

    synchronized List<String> lookUps() {
        return List.copyOf(lookUps);
    }
}
