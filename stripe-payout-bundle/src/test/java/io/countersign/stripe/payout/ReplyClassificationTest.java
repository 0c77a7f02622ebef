package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.EffectReply.Kind;
import io.countersign.stripe.payout.ReplyClassification.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

public class ReplyClassificationTest {
    private static final String INVALID = "invalid_request_error";

    @Test
    public void rejectsWhatStripeRefused() {
        for (String code : new String[] {
            "balance_insufficient",
            "payouts_not_allowed",
            "amount_too_small",
            "amount_too_large",
            "instant_payouts_unsupported",
            "resource_missing",
            "parameter_unknown"
        }) {
            EffectReply reply = reply(400, INVALID, code, true);
            assertEquals(code, Kind.REJECTED, reply.kind());
            assertEquals(code, reply.code().orElseThrow());
        }
        assertEquals(
                Kind.REJECTED, reply(402, "card_error", "card_declined", true).kind());
        assertEquals(
                Kind.REJECTED, reply(404, INVALID, "resource_missing", true).kind());
    }

    @Test
    public void takesTheTypeWhereStripeGivesNoCode() {
        assertEquals(INVALID, reply(400, INVALID, null, false).code().orElseThrow());
    }

    @Test
    public void believesARefusedKeyOnlyAtTheFirstSend() {
        assertEquals(Kind.REJECTED, reply(401, INVALID, null, false).kind());
        assertEquals(
                Kind.REJECTED, reply(403, INVALID, "account_invalid", false).kind());
        // The first send may have paid before the key was revoked.
        assertEquals(Kind.UNCLEAR, reply(401, INVALID, null, true).kind());
        assertEquals(Kind.UNCLEAR, reply(403, INVALID, "account_invalid", true).kind());
    }

    @Test
    public void neverRejectsWhatMayHaveHappened() {
        unclear(true, reply(0, null, null, false));
        unclear(true, reply(409, "idempotency_error", "idempotency_key_in_use", false));
        unclear(true, reply(409, INVALID, "lock_timeout", false));
        unclear(true, reply(429, INVALID, "rate_limit", false));
        unclear(true, reply(400, INVALID, "lock_timeout", false));
        unclear(true, reply(500, "api_error", null, false));
        unclear(true, reply(502, null, null, false));
        unclear(true, reply(503, "api_error", "anything", false));
        unclear(true, reply(400, "api_error", null, false));
        unclear(true, reply(408, INVALID, null, false));
        unclear(true, reply(418, INVALID, "teapot", false));
        unclear(true, reply(301, null, null, false));
    }

    @Test
    public void doesNotBelieveARefusalThatIsNotStripes() {
        unclear(true, reply(400, null, null, false));
        unclear(true, reply(403, null, null, false));
        unclear(true, reply(404, null, "not_found", false));
    }

    @Test
    public void doesNotReplayWhatStripeWouldOnlyRepeat() {
        unclear(false, reply(400, "idempotency_error", null, false));
        unclear(
                false,
                ReplyClassification.of(
                        new Failure(500, "api_error", null, "stored", true, false, Duration.ZERO, true)));
        unclear(
                false,
                ReplyClassification.of(new Failure(500, "api_error", null, "final", false, true, Duration.ZERO, true)));
    }

    @Test
    public void passesOnHowLongToWait() {
        EffectReply reply = ReplyClassification.of(
                new Failure(429, INVALID, "rate_limit", "slow down", false, false, Duration.ofSeconds(7), false));
        assertEquals(Duration.ofSeconds(7), reply.retryAfter());
        assertTrue(reply.message(), reply.message().contains("429"));
    }

    private static void unclear(boolean replayUseful, EffectReply reply) {
        assertEquals(reply.message(), Kind.UNCLEAR, reply.kind());
        assertEquals(reply.message(), replayUseful, reply.replayUseful());
        assertFalse(reply.code().isPresent());
    }

    private static EffectReply reply(int status, @Nullable String type, @Nullable String code, boolean replay) {
        return ReplyClassification.of(
                new Failure(status, type, code, "words of no importance", false, false, Duration.ZERO, replay));
    }
}
