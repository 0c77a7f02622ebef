package io.countersign.api.operation;

import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/** One attempt at one effect, as the journal has it. */
@ProviderType
public interface EffectCall {

    /** Id of the execution, 32 hexadecimal digits; goes into the provider's metadata. */
    String executionId();

    /** The effect as it was signed. */
    PlannedEffect effect();

    /** The exact fields to send: those of the plan, or with a reduced amount where the plan says AT_MOST. */
    JsonObject request();

    /** The amount of {@link #request()}. */
    Money amount();

    /** The key to send as the provider's idempotency key; the same for each replay of this attempt. */
    String idempotencyKey();

    /** Number of the attempt, starting from 1. */
    int attempt();

    /**
     * When this attempt was first sent, in database time. After the database was restored from a backup nobody knows that
     * any more; then it is the time of the execution's submission, since nothing can have been sent before.
     */
    Instant firstSentAt();

    /**
     * Whether an earlier send of this same attempt may have reached the provider. A refusal that does not tell what
     * became of the earlier send (a key revoked since, for example) is definite only when this is false.
     */
    default boolean replay() {
        return true;
    }

    /** Give up and report an unclear outcome at this time, by the clock of this machine ({@code Clock.systemUTC()}). */
    Instant deadline();

    /** The connection named by the planned effect. */
    Connection connection();
}
