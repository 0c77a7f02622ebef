package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What following the effects showed: still pending, all settled (for good, or to be watched on), or some came back. */
public final class Settlement {

    /** The results of a check. */
    public enum Kind {
        /** All have settled; nobody looks again. */
        SETTLED,
        /** Not all have settled yet. */
        PENDING,
        /** Some that had been applied came back. */
        RETURNED,
        /** All have settled, but one of them may still come back, so they are looked at further. */
        WATCHING
    }

    private static final Duration NEXT_CHECK_MIN = Duration.ofSeconds(1);

    private final Kind kind;
    private final Json state;
    private final Duration nextCheck;
    private final List<ReturnedEffect> returned;

    private Settlement(Kind kind, Json state, Duration nextCheck, List<ReturnedEffect> returned) {
        this.kind = kind;
        this.state = state;
        this.nextCheck = nextCheck;
        this.returned = List.copyOf(returned);
    }

    public static Settlement settled() {
        return settled(Json.nullValue());
    }

    /** All settled, with a last state for people. */
    public static Settlement settled(Json state) {
        return new Settlement(Kind.SETTLED, state, Duration.ZERO, List.of());
    }

    /**
     * All settled: the execution is completed now. What can still come back is looked at further, and when it does the
     * execution becomes returned.
     *
     * @param state kept for the next check and shown to people; at most 64 KiB
     * @param nextCheck when to look again, at least one second
     */
    public static Settlement watching(Json state, Duration nextCheck) {
        return new Settlement(Kind.WATCHING, state, requireNotTooSoon(nextCheck), List.of());
    }

    /**
     * @param state kept for the next check and shown to people; at most 64 KiB
     * @param nextCheck when to look again, at least one second
     */
    public static Settlement pending(Json state, Duration nextCheck) {
        return new Settlement(Kind.PENDING, state, requireNotTooSoon(nextCheck), List.of());
    }

    /**
     * One effect came back, and the others need not be looked at any more.
     *
     * @param effectId the effect that came back
     * @param code the provider's code: {@code account_closed}
     * @param details what the provider said
     */
    public static Settlement returned(String effectId, String code, JsonObject details) {
        return returned(List.of(ReturnedEffect.of(effectId, code, details)), details);
    }

    /**
     * Effects came back, and the others need not be looked at any more; see {@link #lookingAgainAfter}.
     *
     * @param effects at least one, each of them once; none of them is handed to the next check
     * @param state kept for the next check and shown to people; at most 64 KiB
     */
    public static Settlement returned(List<ReturnedEffect> effects, Json state) {
        if (effects.isEmpty()) {
            throw new IllegalArgumentException("no effect came back; use settled, pending or watching");
        }
        if (effects.stream().map(ReturnedEffect::effectId).distinct().count() != effects.size()) {
            throw new IllegalArgumentException("an effect came back twice: "
                    + effects.stream().map(ReturnedEffect::effectId).toList() + "; name it once");
        }
        return new Settlement(Kind.RETURNED, state, Duration.ZERO, effects);
    }

    /**
     * The same, and what has not come back is looked at again.
     *
     * @param delay when, at least one second
     * @throws IllegalStateException unless effects came back; the other kinds say it at their making
     */
    public Settlement lookingAgainAfter(Duration delay) {
        if (kind != Kind.RETURNED) {
            throw new IllegalStateException("a settlement that is " + kind + " has its next check already; use pending"
                    + " or watching with another one");
        }
        return new Settlement(kind, state, requireNotTooSoon(delay), returned);
    }

    public Kind kind() {
        return kind;
    }

    public Json state() {
        return state;
    }

    /** Time until the next check; zero when there is to be none. */
    public Duration nextCheck() {
        return nextCheck;
    }

    /** What came back, in the order it was named; empty unless returned. */
    public List<ReturnedEffect> returnedEffects() {
        return returned;
    }

    /** The first effect that came back; present when returned. */
    public Optional<String> effectId() {
        return returned.stream().map(ReturnedEffect::effectId).findFirst();
    }

    /** The provider's code for the first effect that came back; present when returned. */
    public Optional<String> code() {
        return returned.stream().map(ReturnedEffect::code).findFirst();
    }

    private static Duration requireNotTooSoon(Duration nextCheck) {
        if (nextCheck.compareTo(NEXT_CHECK_MIN) < 0) {
            throw new IllegalArgumentException(
                    "next check in " + nextCheck + " is too soon; wait at least " + NEXT_CHECK_MIN);
        }
        return nextCheck;
    }
}
