package io.countersign.crash;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.execution.CrashPoint;
import io.countersign.core.execution.SideEffect;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the bank does wrong at the first call for the first payout of a case, once. */
enum BankFault {
    /** Nothing: the process dies, that is all. */
    NONE("kill", null),
    TIMEOUT_BEFORE("timeout-before", "timeout_before_commit"),
    TIMEOUT_AFTER("timeout-after", "timeout_after_commit"),
    /** And nothing was paid. */
    STORED_500("stored-500", "stored_500"),
    /** Although it was paid. */
    STORED_500_AFTER("stored-500-after", "stored_500_after_commit"),
    RATE_LIMIT("429", "rate_limit"),
    /** After it was paid. */
    RESET("reset", "reset_after_commit"),
    /** The payout comes back after it was paid. */
    LATE_FAILURE("late-failure", "failure_after_paid");

    /** Late enough that it was seen to arrive before, soon enough for {@link StripeAccounts#WATCH_SECONDS}. */
    private static final Duration COMES_BACK_AFTER = Duration.ofMillis(2500);

    private static final List<SideEffect> AFTER_A_CLEAN_ABSENCE = List.of(SideEffect.ABSENCE, SideEffect.PROPOSAL);

    private final String word;
    private final @Nullable String kind;

    BankFault(String word, @Nullable String kind) {
        this.word = word;
        this.kind = kind;
    }

    static BankFault ofWord(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no fault; there are "
                        + Arrays.stream(values()).map(fault -> fault.word).collect(Collectors.joining(", "))));
    }

    /** The column's head. */
    String word() {
        return word;
    }

    /** The simulator's name for it; empty when there is none. */
    Optional<String> kind() {
        return Optional.ofNullable(kind);
    }

    /** What the simulator is armed with; empty when nothing goes wrong. */
    Optional<JsonObject> armed(String currency) {
        return kind().map(known -> Json.object()
                .put("kind", known)
                .put("delay_ms", COMES_BACK_AFTER.toMillis())
                .put("parameters", Json.object().put("currency", currency).build())
                .build());
    }

    /** Whether one life of a process passes the point under this fault, be it with some help of people. */
    boolean leadsTo(CrashPoint point) {
        if (AFTER_A_CLEAN_ABSENCE.contains(point.effect())) {
            return this == STORED_500;
        }
        return switch (point.effect()) {
            case LOOK_UP -> this == STORED_500 || this == STORED_500_AFTER;
            case REPLAY -> this != NONE && this != LATE_FAILURE;
            // the run ends with its first payout, whose outcome nobody knows, and nothing settles
            case LOGS, PROGRESS, SETTLEMENT_STATE -> this != STORED_500;
            default -> true;
        };
    }

    /**
     * At which pass of the point the process is to die: where the fault makes the difference, when the point is passed
     * more than once.
     */
    int pass(CrashPoint point) {
        return switch (point.effect()) {
            // started, all sent, settled, came back; under an unclear answer: started, being resolved, resumed
            case CHANGE ->
                switch (this) {
                    case LATE_FAILURE -> 4;
                    case STORED_500_AFTER -> 3;
                    case NONE, STORED_500 -> 2;
                    default -> 1;
                };
            // two payouts applied, one came back
            case OUTCOME -> this == LATE_FAILURE ? 3 : 1;
            case SETTLEMENT_STATE -> this == LATE_FAILURE ? 2 : 1;
            default -> 1;
        };
    }
}
