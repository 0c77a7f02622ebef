package io.countersign.stripe.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stripe's v1 idempotency: the first answer of a call that started executing is kept, errors included, and replayed to
 * every later call with the same key and parameters, until the key is forgotten. The answers themselves are persisted
 * by the ledger, in the same line as what they report.
 */
final class IdempotencyKeys {
    /** Stripe may forget a key from this age on (API reference, 22 November 2026); the simulator always does. */
    static final Duration REMEMBERED = Duration.ofHours(24);

    static final int KEY_LENGTH_MAX = 255;

    private final Map<StoredAnswer.Name, StoredAnswer> answers = new LinkedHashMap<>();
    private final Set<StoredAnswer.Name> executing = new HashSet<>();

    /**
     * Claims the key for this call, or finds the answer of the first call. A claimed key must be given back with
     * {@link #release}.
     *
     * @throws StripeRefusal if the key was used for something else, or is being used at this moment
     */
    synchronized Optional<StoredAnswer> begin(
            StoredAnswer.Name name, String endpoint, String fingerprint, Instant now) {
        forgetOld(now);
        StoredAnswer first = answers.get(name);
        if (first == null) {
            if (!executing.add(name)) throw inUse(name.key());
            return Optional.empty();
        }
        if (!first.endpoint().equals(endpoint)) {
            throw StripeRefusal.idempotency(
                    400,
                    null,
                    "Keys for idempotent requests can only be used for the same endpoint they were first used for ('"
                            + first.endpoint() + "' vs '" + endpoint + "'). Try using a key other than '" + name.key()
                            + "' if you meant to execute a different request.");
        }
        if (!first.fingerprint().equals(fingerprint)) {
            throw StripeRefusal.idempotency(
                    400,
                    null,
                    "Keys for idempotent requests can only be used with the same parameters they were first used"
                            + " with. Try using a key other than '" + name.key()
                            + "' if you meant to execute a different request.");
        }
        return Optional.of(first);
    }

    synchronized void release(StoredAnswer.Name name) {
        executing.remove(name);
    }

    synchronized void remember(StoredAnswer answer) {
        // Removed first so that iteration order stays the order of age.
        answers.remove(answer.name());
        answers.put(answer.name(), answer);
    }

    static StripeRefusal inUse(String key) {
        return StripeRefusal.idempotency(
                409,
                "idempotency_key_in_use",
                "There is currently another in-progress request using this Idempotent Key (that probably means you"
                        + " submitted twice, and the other request is still going through): " + key
                        + ". Please try again later.");
    }

    private void forgetOld(Instant now) {
        Iterator<StoredAnswer> oldestFirst = answers.values().iterator();
        while (oldestFirst.hasNext()
                && !oldestFirst.next().at().plus(REMEMBERED).isAfter(now)) {
            oldestFirst.remove();
        }
    }
}
