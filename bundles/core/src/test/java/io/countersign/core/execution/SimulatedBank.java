package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectCall;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.FindReply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A provider as bad as they come: requests are lost, late or answered into the void, errors are stored and replayed, and
 * keys are forgotten after a day. Its ledger is the truth.
 */
final class SimulatedBank {
    static final Duration KEY_MEMORY = Duration.ofHours(24);

    /** No request is on its way for longer: the call's time limit and the send lease. */
    private static final long ON_ITS_WAY_SECONDS_MAX = 66;

    private static final Duration NO_QUICK_REPLAY = Duration.ofSeconds(4);

    /** One movement of money. */
    record Booking(String id, String execution, String effect, String key) {}

    private record Stored(Instant at, EffectReply reply) {}

    private record Late(Instant arrives, EffectCall call) {}

    private final Clock clock;
    private final RandomGenerator random;
    private final Consumer<EffectCall> booking;
    private final Map<String, Stored> replies = new HashMap<>();
    private final List<Booking> ledger = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();
    private boolean calm;

    /** @param booking is told before money moves */
    SimulatedBank(Clock clock, RandomGenerator random, Consumer<EffectCall> booking) {
        this.clock = clock;
        this.random = random;
        this.booking = booking;
    }

    /** From now on every request is answered as it should be. */
    void calmDown() {
        calm = true;
    }

    List<Booking> ledger() {
        return List.copyOf(ledger);
    }

    /** What was paid for an effect; the truth a person finds in the provider's dashboard. */
    Optional<Booking> booked(String execution, String effect) {
        return ledger.stream()
                .filter(line ->
                        line.execution().equals(execution) && line.effect().equals(effect))
                .findFirst();
    }

    /** Requests that were on their way arrive. */
    void deliverLate() {
        List<Late> due = late.stream()
                .filter(request -> !request.arrives().isAfter(clock.instant()))
                .toList();
        late.removeAll(due);
        for (Late request : due) {
            process(request.call(), request.arrives());
        }
    }

    EffectReply perform(EffectCall call) {
        if (calm) {
            return process(call, clock.instant());
        }
        return switch (random.nextInt(12)) {
            case 0 -> EffectReply.unclear("the request was lost", true, wait(call));
            case 1 -> {
                late.add(new Late(clock.instant().plusSeconds(random.nextLong(ON_ITS_WAY_SECONDS_MAX)), call));
                yield EffectReply.unclear("timed out", true, wait(call));
            }
            case 2, 3 -> {
                EffectReply unheard = process(call, clock.instant());
                yield EffectReply.unclear("the answer " + unheard.kind() + " was lost", true, wait(call));
            }
            case 4 -> EffectReply.unclear("429", true, wait(call));
            case 5 -> revoked(call);
            default -> process(call, clock.instant());
        };
    }

    FindReply find(EffectCall call) {
        if (!calm && random.nextInt(4) == 0) {
            return FindReply.unclear("503");
        }
        return booked(call.executionId(), call.effect().id())
                .map(line -> FindReply.found(line.id(), JsonObject.empty()))
                .orElseGet(FindReply::absent);
    }

    /** Comes before the idempotency key is looked at, so nothing is stored and earlier sends stay unclear. */
    private static EffectReply revoked(EffectCall call) {
        return call.replay()
                ? EffectReply.unclear("401 to a replay", true, NO_QUICK_REPLAY)
                : EffectReply.rejected("invalid_api_key", "the key was revoked");
    }

    /** As Stripe does: the first answer under a key is stored, errors included, and replayed until it is forgotten. */
    private EffectReply process(EffectCall call, Instant now) {
        Stored stored = replies.get(call.idempotencyKey());
        if (stored != null && now.isBefore(stored.at().plus(KEY_MEMORY))) {
            return stored.reply();
        }
        int fate = calm ? 9 : random.nextInt(10);
        EffectReply reply;
        if (fate == 0) {
            reply = EffectReply.rejected("account_closed", "the account is closed");
        } else if (fate == 1) {
            reply = EffectReply.unclear("500 before anything was done", false, Duration.ZERO);
        } else {
            String id = book(call);
            reply = fate == 2
                    ? EffectReply.unclear("500 after it was done", false, Duration.ZERO)
                    : EffectReply.applied(id, JsonObject.empty());
        }
        replies.put(call.idempotencyKey(), new Stored(now, reply));
        return reply;
    }

    private String book(EffectCall call) {
        booking.accept(call);
        String id = "bk_" + (ledger.size() + 1);
        ledger.add(new Booking(id, call.executionId(), call.effect().id(), call.idempotencyKey()));
        return id;
    }

    /** At once, or later than the engine waits within a run. */
    private Duration wait(EffectCall call) {
        return random.nextBoolean() && call.attempt() == 1 ? Duration.ZERO : NO_QUICK_REPLAY;
    }
}
