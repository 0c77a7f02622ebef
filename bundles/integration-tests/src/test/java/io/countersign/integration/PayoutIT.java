package io.countersign.integration;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.BeforeClass;
import org.junit.Test;

/** The main job through both doors: planned, refused to its author, approved by another, paid once, and told of. */
public final class PayoutIT {
    private static final String[] CURRENCIES = {"aed", "bhd", "thb", "nok", "qar", "hkd"};
    private static final Map<String, Long> AVAILABLE = Map.of(
            "aed", 125_043L, "bhd", 45_678L, "thb", 987_654L, "nok", 234_567L, "qar", 156_789L, "hkd", 345_678L, "usd",
            50_000L, "eur", 75_000L);
    /** What Stripe takes: of Bahraini dinars only tens of fils. */
    private static final Map<String, Long> PAYABLE = new TreeMap<>(Map.of(
            "aed", 125_043L, "bhd", 45_670L, "thb", 987_654L, "nok", 234_567L, "qar", 156_789L, "hkd", 345_678L));

    private static DemoPlatform platform;
    private static Workflow workflow;
    private static StripeBooks books;

    @BeforeClass
    public static void start() {
        platform = TestPlatforms.shared();
        workflow = new Workflow(platform);
        books = new StripeBooks(platform.stripe());
    }

    @Test
    public void paysSixCurrenciesOnceAndTellsEveryStep() {
        books.setAvailable(AVAILABLE);
        long before = books.size();
        String id = workflow.submit(Workflow.PAYOUT, Workflow.payoutOf(CURRENCIES));
        String digest = workflow.await(id, "AWAITING_APPROVAL").text("planDigest");
        JsonObject plan = workflow.plan(id);
        assertPlan(plan, digest);

        assertRefused(workflow.operator(), id, digest, 403, "permission-denied");
        assertRefused(workflow.approver(), id, "0".repeat(64), 409, "plan-digest-mismatch");
        assertEquals("nothing was sent before the approval", Map.of(), books.payoutsSince(before));
        workflow.approve(id);

        List<EventStream.ServerEvent> events = workflow.eventsUntilTheEnd(id, null);
        assertGapless(events, 1);
        workflow.await(id, "COMPLETED");
        assertResumesExactly(id, events);
        Map<String, String> payouts = assertPaidOnce(id, before);
        assertFiles(id, plan, payouts);
        assertAudit(id, digest);
        assertEquals(50_000, platform.stripe().available("usd"));
        assertEquals(75_000, platform.stripe().available("eur"));
        assertEquals(
                "the rest that Stripe does not pay out", 8, platform.stripe().available("bhd"));
    }

    @Test
    public void takesAnIdempotencyKeyForOneBodyOnly() {
        String key = UUID.randomUUID().toString();
        JsonObject body = Workflow.body(Workflow.payoutOf("usd"));

        ApiReply first = workflow.operator().submit(Workflow.PAYOUT, body, key).expect(202);
        ApiReply again = workflow.operator().submit(Workflow.PAYOUT, body, key).expect(202);
        ApiReply other = workflow.operator()
                .submit(Workflow.PAYOUT, Workflow.body(Workflow.payoutOf("eur")), key)
                .expect(409);

        String id = first.json().asObject().text("id");
        assertEquals(id, again.json().asObject().text("id"));
        assertEquals(
                "urn:countersign:problem:idempotency-conflict",
                other.json().asObject().text("type"));
        assertEquals(id, other.json().asObject().text("executionId"));
        assertEquals(
                1,
                workflow.audit("execution:" + id).stream()
                        .filter(entry -> entry.text("action").equals("execution.submitted"))
                        .count());
    }

    @Test
    public void doesTheSameInTheShell() {
        books.setAvailable(Map.of("nok", 4_711L));
        long before = books.size();
        try (SshShell olivia = platform.shell(DemoPlatform.OPERATOR);
                SshShell arthur = platform.shell(DemoPlatform.APPROVER)) {
            JsonObject submitted = printed(
                    olivia, "ops:run stripe.payout connection=" + DemoPlatform.CONNECTION + " currencies=nok --json");
            String id = submitted.text("id");
            String digest = workflow.await(id, "AWAITING_APPROVAL").text("planDigest");

            assertFalse(olivia.run("ops:approve " + id + " --digest " + digest).succeeded());
            assertEquals(Map.of(), books.payoutsSince(before));
            assertEquals(
                    id,
                    printed(arthur, "ops:approve " + id + " --digest " + digest + " --json")
                            .text("id"));
            workflow.await(id, "COMPLETED");

            JsonObject shown = printed(olivia, "ops:show " + id + " --json");
            assertEquals("COMPLETED", shown.text("state"));
            assertEquals(digest, shown.text("planDigest"));
            JsonObject effect = shown.array("effects").objects().get(0);
            assertEquals("APPLIED", effect.text("state"));
            assertEquals(Map.of("nok", List.of(effect.text("externalId"))), books.payoutsSince(before));
            SshShell.ShellReply logs = olivia.run("ops:logs " + id);
            assertTrue(logs.errors(), logs.succeeded());
            String logText = workflow.operator()
                    .get("executions/" + id + "/logs", Map.of("Accept", "text/plain"))
                    .expect(200)
                    .text();
            assertEquals(logText.lines().count(), logs.output().lines().count());
            assertNotEquals(0, logs.output().lines().count());
        }
    }

    @Test
    public void letsAnOperatorUseNoCommandOfTheContainer() {
        try (SshShell olivia = platform.shell(DemoPlatform.OPERATOR)) {
            for (String command : List.of("bundle:list", "feature:list", "config:list", "shell:exec id")) {
                SshShell.ShellReply reply = olivia.run(command);

                assertFalse(command + " printed " + reply.output(), reply.succeeded());
            }
        }
    }

    private static void assertPlan(JsonObject stored, String digest) {
        assertEquals(digest, stored.text("digest"));
        List<JsonObject> effects =
                stored.object("document").object("plan").array("effects").objects();
        assertEquals(PAYABLE, amounts(effects, "amount"));
        JsonObject bhd = effects.stream()
                .filter(effect -> effect.object("amount").text("currency").equalsIgnoreCase("bhd"))
                .findFirst()
                .orElseThrow();
        assertEquals("0.008", bhd.object("details").object("residue").text("text"));
    }

    private static Map<String, Long> amounts(List<JsonObject> effects, String member) {
        return effects.stream()
                .map(effect -> effect.object(member))
                .collect(Collectors.toMap(
                        amount -> amount.text("currency").toLowerCase(Locale.ROOT),
                        amount -> Long.parseLong(amount.text("minorUnits")),
                        Math::addExact,
                        TreeMap::new));
    }

    private static void assertRefused(ApiClient client, String id, String digest, int status, String type) {
        JsonObject problem = client.post("executions/" + id + "/approvals", Workflow.approval(digest))
                .expect(status)
                .json()
                .asObject();

        assertEquals("urn:countersign:problem:" + type, problem.text("type"));
        assertEquals("AWAITING_APPROVAL", workflow.execution(id).text("state"));
    }

    private static void assertGapless(List<EventStream.ServerEvent> events, long first) {
        assertEquals(
                LongStream.range(first, first + events.size()).boxed().toList(),
                events.stream().map(event -> Long.valueOf(event.id())).toList());
    }

    private static void assertResumesExactly(String id, List<EventStream.ServerEvent> events) {
        int seen = events.size() / 2;

        assertEquals(
                events.subList(seen, events.size()),
                workflow.eventsUntilTheEnd(id, events.get(seen - 1).id()));
        String last = Long.toString(workflow.execution(id).integer("eventNumber"));
        assertEquals(events.get(events.size() - 1).id(), last);
        workflow.operator()
                .get("executions/" + id + "/events", Map.of("Accept", "text/event-stream", "Last-Event-ID", last))
                .expect(204);
    }

    private static Map<String, String> assertPaidOnce(String id, long before) {
        List<JsonObject> effects = workflow.effects(id);
        assertEquals(
                Set.of("APPLIED"),
                effects.stream().map(effect -> effect.text("state")).collect(Collectors.toSet()));
        assertEquals(PAYABLE, amounts(effects, "sentAmount"));
        assertEquals(PAYABLE, books.paidSince(before));
        Map<String, String> payouts = new TreeMap<>();
        for (JsonObject effect : effects) {
            String currency = effect.object("sentAmount").text("currency").toLowerCase(Locale.ROOT);
            String payout = effect.text("externalId");
            assertTrue(payout, payout.startsWith("po_"));
            assertEquals(List.of(payout), books.payoutsSince(before).get(currency));
            payouts.put(currency, payout);
        }
        return payouts;
    }

    private static void assertFiles(String id, JsonObject plan, Map<String, String> payouts) {
        assertEquals(
                Set.of("payouts.csv", "legacy.csv", "plan.json", "result.json", "balances.json"),
                workflow.items("executions/" + id + "/files").stream()
                        .map(file -> file.text("name"))
                        .collect(Collectors.toSet()));
        for (String csv : List.of("payouts.csv", "legacy.csv")) {
            String text = workflow.download(id, csv).text();
            assertEquals(text, 1 + payouts.size(), text.lines().count());
            payouts.values().forEach(payout -> assertTrue(csv + " lacks " + payout, text.contains(payout)));
        }
        assertEquals(
                plan.object("document").get("plan"),
                workflow.download(id, "plan.json").json());
        JsonObject result = workflow.download(id, "result.json").json().asObject();
        assertEquals("settled", result.text("phase"));
        assertEquals(payouts.size(), result.array("payouts").objects().size());
    }

    private static void assertAudit(String id, String digest) {
        List<JsonObject> entries = workflow.audit("execution:" + id);
        List<String> actions =
                entries.stream().map(entry -> entry.text("action")).toList();

        assertEquals("execution.submitted", actions.get(0));
        assertEquals("execution.completed", actions.get(actions.size() - 1));
        assertEquals(6, actions.stream().filter("effect.intent"::equals).count());
        assertEquals(6, actions.stream().filter("effect.applied"::equals).count());
        assertTrue(actions.indexOf("execution.approved") < actions.indexOf("execution.started"));
        assertTrue(actions.indexOf("execution.started") < actions.indexOf("effect.intent"));
        assertEquals(DemoPlatform.OPERATOR, actorOf(entries, "execution.submitted"));
        assertEquals(DemoPlatform.APPROVER, actorOf(entries, "execution.approved"));
        assertEquals(digest, entry(entries, "execution.approved").text("after"));
    }

    private static String actorOf(List<JsonObject> entries, String action) {
        return entry(entries, action).object("actor").text("name");
    }

    private static JsonObject entry(List<JsonObject> entries, String action) {
        return entries.stream()
                .filter(entry -> entry.text("action").equals(action))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + action + " in " + entries));
    }

    private static JsonObject printed(SshShell shell, String command) {
        SshShell.ShellReply reply = shell.run(command);
        assertTrue(command + " failed: " + reply.errors() + reply.output(), reply.succeeded());
        return Json.parse(reply.output().strip()).asObject();
    }
}
