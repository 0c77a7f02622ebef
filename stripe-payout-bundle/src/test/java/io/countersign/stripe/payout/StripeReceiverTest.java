package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.stripe.net.Webhook;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.ConnectionMode;
import io.countersign.api.operation.InboundReply;
import io.countersign.api.operation.OperationException;
import io.countersign.api.testkit.FakeConnection;
import io.countersign.api.testkit.FakeInboundMessage;
import io.countersign.api.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Signatures are made by the SDK, so that both sides are not wrong in the same way. */
public class StripeReceiverTest {
    private static final String OLD = "whsec_old";
    private static final String NEW = "whsec_new";
    private static final JsonObject EVENT = Json.object()
            .put("id", "evt_1")
            .put("object", "event")
            .put("type", "payout.failed")
            .put("livemode", false)
            .put(
                    "data",
                    Json.object()
                            .put(
                                    "object",
                                    Json.object()
                                            .put("id", "po_1")
                                            .put("object", "payout")
                                            .put("status", "failed")
                                            .build())
                            .build())
            .build();

    private final SettableClock clock = new SettableClock();
    private final StripeReceiver receiver = new StripeReceiver();
    private FakeConnection connection = connection()
            .secret(StripeReceiver.SECRETS, OLD + "\n\n " + NEW + " \n")
            .build();

    @Test
    public void takesWhatIsSignedByEitherSecret() throws Exception {
        for (String secret : List.of(OLD, NEW)) {
            InboundReply reply = verify(EVENT.toText(), signature(EVENT.toText(), secret, 0));
            assertTrue(reply.reason(), reply.isAccepted());
            assertEquals("evt_1", reply.eventId().orElseThrow());
            assertEquals("payout.failed", reply.type());
            assertEquals(List.of("po_1"), reply.externalIds());
        }
    }

    @Test
    public void takesOneOfSeveralSignatures() throws Exception {
        String other = signature(EVENT.toText(), "whsec_retired", 0).replaceFirst(".*,v1=", "");
        String good = signature(EVENT.toText(), NEW, 0).replaceFirst(".*,v1=", "");
        String time = "t=" + clock.instant().getEpochSecond();
        assertTrue(verify(EVENT.toText(), time + ",v1=" + other + ",v1=" + good + ",v0=x")
                .isAccepted());
        assertFalse(verify(EVENT.toText(), time + ",v1=" + other).isAccepted());
        assertFalse(
                "another scheme", verify(EVENT.toText(), time + ",v0=" + good).isAccepted());
    }

    @Test
    public void refusesAnotherBodyTimeOrSecret() throws Exception {
        String body = EVENT.toText();
        String good = signature(body, NEW, 0);
        assertRefused("signature", verify(body + " ", good));
        assertRefused("signature", verify(body, signature(body, "whsec_guess", 0)));
        assertRefused("signature", verify(body, good.replaceFirst("t=\\d+", "t=1")));
        assertRefused("Stripe-Signature", verify(body, ""));
        for (String broken : List.of(" ", "v1=" + "0".repeat(64), "t=,v1=", "t=x,v1=y", good.replace("v1=", "v1"))) {
            assertFalse(broken, verify(body, broken).isAccepted());
        }
        assertFalse("two times", verify(body, good + ",t=1").isAccepted());
        assertFalse("too long", verify(body, good + ",v1=" + "0".repeat(5000)).isAccepted());
    }

    @Test
    public void boundsThePastAndTheFuture() throws Exception {
        String body = EVENT.toText();
        assertTrue(verify(body, signature(body, NEW, -300)).isAccepted());
        assertTrue(verify(body, signature(body, NEW, 300)).isAccepted());
        assertRefused("ago", verify(body, signature(body, NEW, -301)));
        assertRefused("in the future", verify(body, signature(body, NEW, 301)));
    }

    @Test
    public void acknowledgesWhatIsNotForThisConnection() throws Exception {
        assertEquals(List.of(), accepted(EVENT.with("livemode", Json.of(true))).externalIds());
        assertEquals(
                List.of(),
                accepted(EVENT.with("account", Json.of("acct_1Other"))).externalIds());
        JsonObject charge = Json.object()
                .put(
                        "object",
                        Json.object().put("id", "ch_1").put("object", "charge").build())
                .build();
        assertEquals(List.of(), accepted(EVENT.with("data", charge)).externalIds());

        connection = connection()
                .property("account", "acct_1Other")
                .secret(StripeReceiver.SECRETS, NEW)
                .build();
        assertEquals(List.of(), accepted(EVENT).externalIds());
        assertEquals(
                List.of("po_1"),
                accepted(EVENT.with("account", Json.of("acct_1Other"))).externalIds());
        connection = FakeConnection.builder("live", "stripe")
                .mode(ConnectionMode.LIVE)
                .secret(StripeReceiver.SECRETS, NEW)
                .build();
        assertEquals(
                List.of("po_1"), accepted(EVENT.with("livemode", Json.of(true))).externalIds());
    }

    @Test
    public void refusesWhatIsSignedButNoEvent() throws Exception {
        for (String body : List.of(
                "",
                "[]",
                "{",
                "{\"id\":\"evt_1\"}",
                EVENT.with("id", Json.of("1 or 1=1")).toText())) {
            assertFalse(body, verify(body, signature(body, NEW, 0)).isAccepted());
        }
        byte[] notText = {(byte) 0xC3, 0x28};
        assertRefused("UTF-8", verify(notText, "t=1,v1=0"));
    }

    @Test
    public void aConnectionWithoutSecretsTakesNothing() {
        connection = connection().build();
        assertThrows(OperationException.class, () -> verify(EVENT.toText(), "t=1,v1=0"));
    }

    private InboundReply accepted(JsonObject event) throws Exception {
        InboundReply reply = verify(event.toText(), signature(event.toText(), NEW, 0));
        assertTrue(reply.reason(), reply.isAccepted());
        return reply;
    }

    private static void assertRefused(String reason, InboundReply reply) {
        assertFalse(reply.isAccepted());
        assertTrue(reply.reason(), reply.reason().contains(reason));
    }

    private InboundReply verify(String body, String signature) {
        return verify(body.getBytes(StandardCharsets.UTF_8), signature);
    }

    private InboundReply verify(byte[] body, String signature) {
        Map<String, String> headers = signature.isEmpty() ? Map.of() : Map.of("Stripe-Signature", signature);
        return receiver.verify(FakeInboundMessage.of(connection, clock, body, headers));
    }

    private String signature(String body, String secret, long secondsFromNow) throws Exception {
        Instant at = clock.instant().plusSeconds(secondsFromNow);
        return Webhook.Signature.generateSignatureHeader(body, secret, at.getEpochSecond());
    }

    private static FakeConnection.Builder connection() {
        return FakeConnection.builder("stripe-main", StripeAccess.CONNECTION_KIND);
    }
}
