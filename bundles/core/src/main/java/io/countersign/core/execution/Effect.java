package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One effect of an execution as the journal has it; planned parts are in the plan document.
 *
 * @param name id of the planned effect
 * @param position in the plan, starting from 1
 * @param plannedAmount what was signed
 * @param sentAmount what the newest attempt sends; null before the first
 * @param attempt number of the newest attempt; 0 before the first
 * @param idempotencyKey of the newest attempt; null before the first
 * @param request exact request of the newest attempt; null before the first
 * @param firstSentAt when the newest attempt was first sent, in database time; null before
 * @param sends how often the newest attempt was sent, replays included
 * @param cleanAbsences look-ups that answered cleanly that it is not there
 * @param lastAbsenceAt time of the latest such look-up, in database time; null when none
 * @param externalId the provider's id; null unless applied or returned
 * @param response the provider's answer; null unless applied or returned
 * @param code the provider's code; null unless rejected or returned
 * @param message reason for people; null when there is none
 */
public record Effect(
        ExecutionId execution,
        String name,
        int position,
        String kind,
        String connection,
        String lockKey,
        EffectState state,
        Money plannedAmount,
        @Nullable Money sentAmount,
        int attempt,
        @Nullable String idempotencyKey,
        @Nullable JsonObject request,
        @Nullable Instant firstSentAt,
        int sends,
        int cleanAbsences,
        @Nullable Instant lastAbsenceAt,
        @Nullable String externalId,
        @Nullable JsonObject response,
        @Nullable String code,
        @Nullable String message) {}
