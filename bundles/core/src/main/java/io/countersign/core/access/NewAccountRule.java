package io.countersign.core.access;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps a person from making themselves a second person: for a day, an account cannot approve what the maker of that
 * account has submitted.
 */
public final class NewAccountRule {
    /** How long an account is new to whoever made it. */
    public static final Duration NEW_FOR = Duration.ofHours(24);

    private NewAccountRule() {}

    /**
     * Whether the approver's account is too new for a plan of this initiator.
     *
     * @param initiatorId id of the user who submitted the plan
     */
    public static boolean barredByAccountAge(User approver, String initiatorId, Instant now) {
        return approver.createdBy().equals(initiatorId)
                && now.isBefore(approver.createdAt().plus(NEW_FOR));
    }
}
