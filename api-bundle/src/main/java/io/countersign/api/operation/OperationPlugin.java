package io.countersign.api.operation;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One operation of a finance team: it says what it would do ({@link #plan}), and, once that exact plan is approved,
 * does it ({@link #execute}).
 *
 * <p>Register it as an OSGi service. Instances are shared by concurrent executions and must keep no state between
 * calls. Every call runs on a thread of the platform's plug-in pool, may be interrupted at its time limit, and has the
 * plug-in's class loader as context class loader.
 */
@ConsumerType
public interface OperationPlugin {

    /** Stable name, lower-case and dotted, at most 100 characters: {@code stripe.payout}. */
    String name();

    /** Semantic version shown to people; the identity of a release is the digest of its jar. */
    String version();

    /** Title and purpose in one sentence, for people. */
    String description();

    /** The parameters; must return an equal schema on each call. */
    ParameterSchema schema();

    /** Category, default risk and limits. */
    default OperationProfile profile() {
        return OperationProfile.standard();
    }

    /** Rules across parameters; pure, within 1 s. Called only when every single parameter is valid. */
    default ValidationResult validate(Parameters parameters) {
        return ValidationResult.valid();
    }

    /**
     * Says exactly what would happen. Read-only outside, repeatable.
     *
     * @throws Exception ends the execution as FAILED with the message shown to the operator; prefer
     *     {@link OperationException} with a remedy
     */
    Plan plan(PlanContext context) throws Exception;

    /** What has changed since the plan was approved; any drift stops the execution as STALE. */
    default List<Drift> drift(PlanContext now, Plan approved) throws Exception {
        return Drift.between(approved, plan(now));
    }

    /** How the kinds of effects that plans of this operation contain are done and looked up. */
    default List<EffectHandler> effectHandlers() {
        return List.of();
    }

    /**
     * Carries out the approved plan. It may be entered again after a crash or while an outcome was being resolved:
     * effects already done answer at once, remembered {@link ExecutionContext#step steps} are not run again.
     */
    default OperationResult execute(ExecutionContext context) throws Exception {
        return context.performAllInOrder();
    }

    /** How messages are understood that providers send by themselves; pure, must answer the same on each call. */
    default List<InboundReceiver> inboundReceivers() {
        return List.of();
    }

    /**
     * Follows what was sent until it has settled, and on for as long as it may come back; called again after the delay it
     * asks for, and when an {@link InboundReceiver} says that something happened. Also called for an execution that
     * failed or was cancelled after some effects had been applied. Read-only outside.
     */
    default Settlement settle(SettlementContext context) throws Exception {
        return Settlement.settled();
    }
}
