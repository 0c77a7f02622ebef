package io.countersign.core.execution;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything an execution does that leaves a trace outside of this process: verbs of the repository, and calls out. */
public enum SideEffect {
    SUBMISSION("recordSubmission"),
    CLAIM("recordClaim"),
    PLAN("recordPlan"),
    CHANGE("recordChange"),
    START("recordStart"),
    PLACE_LEFT("recordPlaceLeft"),
    DECISION("recordDecision"),
    CANCEL_REQUEST("recordCancelRequest"),
    WAITING("recordWaiting"),
    INTENT("recordIntent"),
    /** A request is sent to the provider. */
    CALL(null),
    OUTCOME("recordOutcome"),
    REPLAY("recordReplay"),
    /** The provider is asked whether it knows of an effect. */
    LOOK_UP(null),
    ABSENCE("recordAbsence"),
    PROPOSAL("recordResolutionProposal"),
    LOGS("recordLogs"),
    PROGRESS("recordProgress"),
    STEP("recordStep"),
    SETTLEMENT_STATE("recordSettlementState");

    private final @Nullable String verb;

    SideEffect(@Nullable String verb) {
        this.verb = verb;
    }

    /** The side effect of a verb of {@link ExecutionRepository}; empty for one that only reads. */
    static Optional<SideEffect> ofVerb(String verb) {
        return Arrays.stream(values())
                .filter(effect -> verb.equals(effect.verb))
                .findFirst();
    }

    /** Lower case with hyphens: {@code look-up}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
