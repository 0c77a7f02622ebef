package io.countersign.api.operation;

import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How one kind of change in the outside world is done and looked up. Called by the engine alone, which owns the
 * journal, the idempotency key, replays and resolution; a handler holds no state.
 */
@ConsumerType
public interface EffectHandler {

    /** Kind of {@link PlannedEffect} it serves: {@code stripe.payout.create}. */
    String kind();

    /** Provider whose idempotency keys must be unique together: {@code stripe}. */
    String provider();

    /**
     * How long the provider is sure to remember an idempotency key (Stripe: 24 h). {@link Duration#ZERO} means it has
     * none: the engine then never replays and always looks up first.
     */
    Duration keyMemory();

    /**
     * Sends the request once. The engine calls it only after the intent is durably committed. No retries inside. An
     * exception counts as an unclear outcome.
     */
    EffectReply perform(EffectCall call) throws Exception;

    /**
     * Looks whether the effect exists at the provider, without changing anything. An exception counts as unclear.
     */
    FindReply find(EffectCall call) throws Exception;
}
