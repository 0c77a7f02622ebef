package io.countersign.integration;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Webhooks on the assembled distribution: they wake what waits for an hour, bring a late return once however often they
 * come, and are worth nothing without a signature, or beyond it.
 */
public final class WebhookIT {
    private static final String CONNECTION = "stripe-hooks";
    private static final String HOOK = "/hooks/stripe/" + CONNECTION;
    private static final String OLD_SECRET = "whsec_integration_old";
    private static final String SECRET = "whsec_integration_new";
    private static final Duration DELIVERY_MAX = Duration.ofSeconds(30);

    private static DemoPlatform platform;
    private static Workflow workflow;
    private static StripeBooks books;

    @BeforeClass
    public static void start() throws IOException {
        platform = TestPlatforms.shared();
        workflow = new Workflow(platform);
        books = new StripeBooks(platform.stripe());
        Path secrets = platform.distribution().home().resolve("etc/secrets.d/stripe-hooks-webhooks");
        Files.writeString(secrets, OLD_SECRET + "\n" + SECRET + "\n");
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("r--------"));
        platform.distribution()
                .configure(
                        "io.countersign.connection-" + CONNECTION + ".cfg",
                        Map.of(
                                "name", CONNECTION,
                                "kind", "stripe",
                                "mode", "TEST",
                                "baseAddress", platform.stripe().base().toString(),
                                "secret.key", "stripe-demo-key",
                                "secret.webhookSecrets", "stripe-hooks-webhooks",
                                "property.pollSeconds", "3600",
                                "property.watchSeconds", "86400"));
        await(
                "the connection is configured",
                () -> signed(Json.object()
                                        .put("id", "evt_first")
                                        .put("type", "ping")
                                        .build())
                                .status()
                        == 200);
        URI hook = platform.distribution().base().resolve(HOOK);
        platform.stripe().sendWebhooksTo(hook, SECRET);
    }

    @AfterClass
    public static void sendNoMore() {
        platform.stripe().sendNoWebhooks();
        platform.stripe().disarm();
    }

    @Test
    public void aLateReturnIsToldOnceHoweverItsEventsCome() {
        books.setAvailable(Map.of("aed", 125_043L));
        arm("failure_after_paid", "POST", "/v1/payouts", Duration.ofDays(3));
        arm("webhook_late", "WEBHOOK", "payout.updated", Duration.ZERO);
        arm("webhook_duplicate", "WEBHOOK", "payout.failed", Duration.ZERO);
        String id = payOut("aed");

        // nobody would look for an hour
        workflow.await(id, "COMPLETED");
        String payout = workflow.effects(id).get(0).text("externalId");
        await("the event that was overtaken", () -> delivered(payout, "payout.updated") == 1);

        platform.stripe().advance(Duration.ofDays(4));
        await("the return", () -> workflow.execution(id).text("state").equals("RETURNED"));
        JsonObject returned = workflow.execution(id);
        await("both copies", () -> delivered(payout, "payout.failed") == 2);
        for (String type : List.of("payout.paid", "payout.failed", "payout.created")) {
            long before = delivered(payout, type);
            platform.stripe().resend(eventOf(payout, type));
            await("another copy of " + type, () -> delivered(payout, type) == before + 1);
        }

        assertEquals("failed", returned.text("status"));
        assertEquals("returned", returned.object("failure").text("code"));
        JsonObject effect = workflow.effects(id).get(0);
        assertEquals("RETURNED", effect.text("state"));
        assertEquals("could_not_process", effect.text("code"));
        assertTrue(
                effect.toText(),
                effect.object("response").text("failureBalanceTransaction").startsWith("txn_"));
        assertEquals(1, audited(id, "execution.completed"));
        assertEquals(1, audited(id, "effect.returned"));
        assertEquals(1, audited(id, "execution.returned"));
        assertEquals("each event was taken once", 1, received(eventOf(payout, "payout.failed")));
        assertEquals("the money is back", 125_043, platform.stripe().available("aed"));
        assertTrue(workflow.download(id, "payouts.csv")
                .text()
                .contains(effect.object("response").text("failureBalanceTransaction")));

        assertNamedBeforeTheNextAttempt(payout);
    }

    @Test
    public void whatAMessageSaysIsNotBelieved() {
        books.setAvailable(Map.of("nok", 20_000L));
        String id = payOut("nok");
        workflow.await(id, "COMPLETED");
        String payout = workflow.effects(id).get(0).text("externalId");
        long looks = looksAt(payout);

        ApiReply reply = signed(event("evt_madeup", payout)).expect(200);
        assertEquals(1, reply.json().asObject().integer("executions"));
        await("a look at Stripe", () -> looksAt(payout) > looks);
        assertEquals("COMPLETED", workflow.execution(id).text("state"));
        assertEquals(0, audited(id, "effect.returned"));

        assertTrue(
                "the same event again",
                signed(event("evt_madeup", payout))
                        .expect(200)
                        .json()
                        .asObject()
                        .flag("duplicate"));
    }

    @Test
    public void forgedOldAndMisaddressedMessagesLookTheSame() {
        String body = event("evt_forged", "po_1").toString();
        Instant now = Instant.now();
        String refused = refused(send(HOOK, body, StripeSignature.of(body, "whsec_guess", now)));
        assertTrue(refused, refused.contains("webhook-refused"));
        assertEquals(refused, refused(send(HOOK, body, Map.of())));
        assertEquals(
                "a replay",
                refused,
                refused(send(HOOK, body, StripeSignature.of(body, SECRET, now.minusSeconds(600)))));
        assertEquals(
                "the future",
                refused,
                refused(send(HOOK, body, StripeSignature.of(body, SECRET, now.plusSeconds(600)))));
        assertEquals("changed", refused, refused(send(HOOK, body + " ", StripeSignature.of(body, SECRET, now))));
        assertEquals(
                "no such connection",
                refused,
                refused(send("/hooks/stripe/none", body, StripeSignature.of(body, SECRET, now))));
        assertEquals(
                "a connection without secrets",
                refused,
                refused(send("/hooks/stripe/" + DemoPlatform.CONNECTION, body, StripeSignature.of(body, SECRET, now))));
        assertEquals("no such provider", refused, refused(send("/hooks/none/" + CONNECTION, body, Map.of())));
        send(HOOK, " ".repeat(256 * 1024 + 1), Map.of()).expect(413);
        assertEquals("nothing of it was taken", 0, received("evt_forged"));

        // both secrets are good while one takes the place of the other
        send(HOOK, body, StripeSignature.of(body, OLD_SECRET, now)).expect(200);
        String second = event("evt_second", "po_1").toString();
        send(HOOK, second, StripeSignature.of(second, SECRET, now)).expect(200);
    }

    @Test
    public void theMonthAddsUp() {
        books.setAvailable(Map.of("qar", 10_000L, "hkd", 30_000L));
        String opening = payOut("qar");
        workflow.await(opening, "COMPLETED");
        String closing = payOut("hkd");
        workflow.await(closing, "COMPLETED");

        String id = workflow.submit(
                "stripe.payout-rollforward",
                Json.object()
                        .put("connection", CONNECTION)
                        .put("opening", snapshotOf(opening))
                        .put("closing", snapshotOf(closing))
                        .build());
        JsonObject execution = workflow.await(id, "AWAITING_APPROVAL", "COMPLETED");
        if (execution.text("state").equals("AWAITING_APPROVAL")) {
            workflow.approve(id);
            workflow.await(id, "COMPLETED");
        }
        JsonObject summary = workflow.download(id, "summary.json").json().asObject();
        assertTrue(summary.toText(), summary.flag("holds"));
        String csv = workflow.download(id, "rollforward.csv").text();
        assertTrue(csv, csv.contains("hkd,payouts,payout,1,-30000,0,-30000,-300.00,2"));
    }

    private static void assertNamedBeforeTheNextAttempt(String payout) {
        String next = workflow.submit(Workflow.PAYOUT, payoutOf("aed"));
        workflow.await(next, "AWAITING_APPROVAL");
        String plan = workflow.plan(next).object("document").object("plan").toText();
        assertTrue(plan, plan.contains("returned_payouts:aed:card"));
        assertTrue(plan, plan.contains("an earlier payout of this balance, " + payout));
        workflow.operator()
                .post("executions/" + next + "/cancel", JsonObject.empty())
                .expect(200);
    }

    private static String payOut(String currency) {
        String id = workflow.submit(Workflow.PAYOUT, payoutOf(currency));
        workflow.approve(id);
        return id;
    }

    private static JsonObject payoutOf(String currency) {
        return Workflow.payoutOf(currency).with("connection", Json.of(CONNECTION));
    }

    private static JsonObject snapshotOf(String id) {
        JsonObject file = workflow.items("executions/" + id + "/files").stream()
                .filter(candidate -> candidate.text("name").equals("balances.json"))
                .findFirst()
                .orElseThrow();
        return Json.object()
                .put("id", file.text("id"))
                .put("version", file.integer("version"))
                .build();
    }

    private static void arm(String kind, String method, String path, Duration delay) {
        platform.stripe()
                .arm(Json.object()
                        .put("kind", kind)
                        .put("method", method)
                        .put("path", path)
                        .put("delay_ms", delay.toMillis())
                        .build());
    }

    private static JsonObject event(String id, String payout) {
        JsonObject object = Json.object()
                .put("id", payout)
                .put("object", "payout")
                .put("status", "failed")
                .build();
        return Json.object()
                .put("id", id)
                .put("object", "event")
                .put("type", "payout.failed")
                .put("livemode", false)
                .put("data", Json.object().put("object", object).build())
                .build();
    }

    private static ApiReply signed(JsonObject event) {
        String body = event.toString();
        return send(HOOK, body, StripeSignature.of(body, SECRET, Instant.now()));
    }

    private static ApiReply send(String path, String body, Map<String, String> headers) {
        return platform.distribution().api().postText(path, body, "application/json", headers);
    }

    /** A refusal without what differs from request to request. */
    private static String refused(ApiReply reply) {
        JsonObject problem = reply.expect(400).json().asObject();
        return problem.text("type") + " " + problem.text("title") + " " + problem.text("detail") + " "
                + problem.names();
    }

    private static long delivered(String payout, String type) {
        return platform.stripe().deliveries().stream()
                .filter(delivery -> delivery.text("payout").equals(payout))
                .filter(delivery -> delivery.text("type").equals(type))
                .filter(delivery -> delivery.integer("status") == 200)
                .count();
    }

    private static String eventOf(String payout, String type) {
        return platform.stripe().deliveries().stream()
                .filter(delivery -> delivery.text("payout").equals(payout))
                .filter(delivery -> delivery.text("type").equals(type))
                .map(delivery -> delivery.text("event"))
                .findFirst()
                .orElseThrow();
    }

    private static long audited(String id, String action) {
        return workflow.audit("execution:" + id).stream()
                .filter(entry -> entry.text("action").equals(action))
                .count();
    }

    private static long received(String event) {
        return workflow.audit("connection:" + CONNECTION).stream()
                .filter(entry -> entry.text("action").equals("webhook.received"))
                .filter(entry -> entry.object("details").text("event").equals(event))
                .count();
    }

    private static long looksAt(String payout) {
        return platform.stripe().requests().stream()
                .filter(request -> request.text("path").equals("/v1/payouts/" + payout))
                .count();
    }

    private static void await(String what, BooleanSupplier condition) {
        platform.distribution().process().await(what, DELIVERY_MAX, condition);
    }
}
