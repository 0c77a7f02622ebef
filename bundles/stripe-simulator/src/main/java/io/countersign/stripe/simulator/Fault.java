package io.countersign.stripe.simulator;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A misbehaviour and the calls it hits. Calls that match route and parameters are counted from 1, replays included; the
 * fault hits calls {@code nth} to {@code nth + times - 1}, each with its probability.
 *
 * @param kind what goes wrong
 * @param method HTTP method, for example {@code POST}; {@link #WEBHOOK_METHOD} for webhooks
 * @param path path without query, or type of the webhook's event; a {@code *} at the end stands for any rest
 * @param parameters parameters the call must carry, for example {@code currency=bhd}; empty for any call
 * @param nth first matching call to be hit, starting from 1
 * @param times how many calls from there on
 * @param probability chance of each of these calls to be hit, above 0 up to 1
 * @param seed makes the chances repeatable
 * @param delay of {@link Kind#LATENCY}: real time before the call executes; of {@link Kind#FAILURE_AFTER_PAID}: virtual
 *     time between paid and failed; otherwise unused
 * @param failureCode of the payout failures: Stripe's failure code; otherwise unused
 */
public record Fault(
        Kind kind,
        String method,
        String path,
        Map<String, String> parameters,
        int nth,
        int times,
        double probability,
        long seed,
        Duration delay,
        String failureCode) {

    /** What goes wrong. */
    public enum Kind {
        /** No answer, and nothing happened. */
        TIMEOUT_BEFORE_COMMIT,
        /** No answer, although it happened. */
        TIMEOUT_AFTER_COMMIT,
        /** The connection is dropped without a byte of answer, and nothing happened. */
        RESET_BEFORE_COMMIT,
        /** The connection is dropped without a byte of answer, although it happened. */
        RESET_AFTER_COMMIT,
        /** Status 500, nothing happened, and the 500 is replayed to every call with the same idempotency key. */
        STORED_500,
        /** Status 500 although it happened, and the 500 is replayed to every call with the same idempotency key. */
        STORED_500_AFTER_COMMIT,
        /** Status 429, nothing happened, nothing stored. */
        RATE_LIMIT,
        /** Status 409 as if another call with the key were executing; nothing happened, nothing stored. */
        CONFLICT,
        /** The payout is accepted and fails at the bank instead of being paid. */
        FAILURE_BEFORE_PAID,
        /** The payout is paid and fails afterwards; the money comes back. */
        FAILURE_AFTER_PAID,
        /** The call executes late; its idempotency key is in use meanwhile. */
        LATENCY,
        /** The event is sent twice. */
        WEBHOOK_DUPLICATE,
        /** The event is sent only behind the one that happens after it. */
        WEBHOOK_LATE,
        /** The event is never sent. */
        WEBHOOK_LOST;

        /** Whether it hits events on their way out instead of calls on their way in. */
        boolean concernsWebhooks() {
            return name().startsWith("WEBHOOK_");
        }

        /** The name used in JSON, for example {@code stored_500}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind ofLabel(String label) {
            for (Kind kind : values()) {
                if (kind.label().equals(label)) return kind;
            }
            throw new IllegalArgumentException("fault kind '" + label + "' is unknown; see GET /_simulator/faults");
        }
    }

    /** What stands for the HTTP method in a fault that hits an event on its way out; its path is the event's type. */
    public static final String WEBHOOK_METHOD = "WEBHOOK";

    /** @throws IllegalArgumentException if a number is out of its range */
    public Fault {
        parameters = Map.copyOf(parameters);
        if (nth < 1) throw new IllegalArgumentException("nth " + nth + " must be 1 or more");
        if (times < 1) throw new IllegalArgumentException("times " + times + " must be 1 or more");
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability " + probability + " must be above 0 and at most 1");
        }
        if (delay.isNegative()) throw new IllegalArgumentException("delay " + delay + " is negative");
    }

    /** Hits the next creation of a payout, once. */
    public static Fault onPayout(Kind kind) {
        return on(kind, "POST", "/v1/payouts");
    }

    /** Hits the next call of a route, once. */
    public static Fault on(Kind kind, String method, String path) {
        return new Fault(kind, method, path, Map.of(), 1, 1, 1, 0, Duration.ofSeconds(1), "could_not_process");
    }

    /**
     * Hits the next webhook of this type, once.
     *
     * @param type of the event, {@code payout.paid}; a {@code *} at the end stands for any rest
     */
    public static Fault onWebhook(Kind kind, String type) {
        return on(kind, WEBHOOK_METHOD, type);
    }

    /** The same for calls that carry this parameter. */
    public Fault when(String parameter, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter, value);
        return new Fault(kind, method, path, more, nth, times, probability, seed, delay, failureCode);
    }

    /** The same from the nth matching call on. */
    public Fault fromCall(int first) {
        return new Fault(kind, method, path, parameters, first, times, probability, seed, delay, failureCode);
    }

    /** The same for so many calls. */
    public Fault times(int count) {
        return new Fault(kind, method, path, parameters, nth, count, probability, seed, delay, failureCode);
    }

    /** The same, each call with a chance that is repeatable by its seed. */
    public Fault withChance(double chance, long withSeed) {
        return new Fault(kind, method, path, parameters, nth, times, chance, withSeed, delay, failureCode);
    }

    /** The same with another delay. */
    public Fault after(Duration wait) {
        return new Fault(kind, method, path, parameters, nth, times, probability, seed, wait, failureCode);
    }

    /** The same with another failure code. */
    public Fault failingWith(String code) {
        return new Fault(kind, method, path, parameters, nth, times, probability, seed, delay, code);
    }

    boolean concerns(String callMethod, String callPath, Map<String, String> callParameters) {
        boolean route =
                path.endsWith("*") ? callPath.startsWith(path.substring(0, path.length() - 1)) : callPath.equals(path);
        return route && callMethod.equals(method) && callParameters.entrySet().containsAll(parameters.entrySet());
    }

    JsonObject toJson() {
        JsonObject when = new JsonObject();
        parameters.forEach(when::with);
        return new JsonObject()
                .with("kind", kind.label())
                .with("method", method)
                .with("path", path)
                .with("parameters", when)
                .with("nth", nth)
                .with("times", times)
                .with("probability", BigDecimal.valueOf(probability))
                .with("seed", seed)
                .with("delay_ms", delay.toMillis())
                .with("failure_code", failureCode);
    }

    static Fault fromJson(JsonObject json) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (json.has("parameters")) {
            JsonObject when = json.object("parameters");
            when.members().keySet().forEach(name -> parameters.put(name, when.string(name)));
        }
        String failureCode = json.stringOrNull("failure_code");
        String method = json.stringOrNull("method");
        String path = json.stringOrNull("path");
        Kind kind = Kind.ofLabel(json.string("kind"));
        return new Fault(
                kind,
                method != null ? method : kind.concernsWebhooks() ? WEBHOOK_METHOD : "POST",
                path != null ? path : kind.concernsWebhooks() ? "payout.*" : "/v1/payouts",
                parameters,
                Math.toIntExact(json.number("nth", 1)),
                Math.toIntExact(json.number("times", 1)),
                chance(json.members().get("probability")),
                json.number("seed", 0),
                Duration.ofMillis(json.number("delay_ms", 1000)),
                failureCode == null ? "could_not_process" : failureCode);
    }

    private static double chance(@Nullable Object probability) {
        if (probability == null) return 1;
        if (probability instanceof Number number) return number.doubleValue();
        throw new IllegalArgumentException("probability '" + probability + "' is not a number");
    }
}
