package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.plan.Sha256;
import io.countersign.rest.Client.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public final class ExecutionRoutesTest {
    private static final String TRANSFERS = "/operations/bank.transfer/executions";
    private static final String REPORTS = "/operations/bank.report/executions";

    private TestNode node;
    private Client operator;
    private Client approver;

    @Before
    public void start() throws IOException {
        node = new TestNode();
        operator = node.as("operator");
        approver = node.as("approver");
    }

    @After
    public void stop() {
        node.close();
    }

    @Test
    public void aTransferIsPlannedApprovedByAnotherPersonAndExecuted() {
        Answer accepted = operator.post(TRANSFERS, transfer("thanks"));
        assertEquals(202, accepted.status());
        String path = accepted.header("Location").substring(ApiDoor.API.length());
        assertEquals("/executions/" + accepted.json().text("id"), path);
        assertEquals("PLANNING", accepted.json().text("state"));

        node.work();
        JsonObject waiting = operator.get(path).json();
        assertEquals("pending", waiting.text("status"));
        assertEquals("AWAITING_APPROVAL", waiting.text("state"));
        assertFalse("what is not known is absent", waiting.has("startedAt"));

        Answer approved = approver.post(path + "/approvals", decision("APPROVED", waiting.text("planDigest")));
        assertEquals(approved.body(), 200, approved.status());
        node.work();

        JsonObject done = operator.get(path).json();
        assertEquals("completed", done.text("status"));
        assertTrue(done.object("result").flag("success"));
        JsonObject effect = operator.get(path + "/effects").items().objects().get(0);
        assertEquals("APPLIED", effect.text("state"));
        assertEquals("tr_1", effect.text("externalId"));
        assertEquals(
                Json.parse("{\"minorUnits\":\"1250\",\"currency\":\"AED\",\"text\":\"12.50\"}"),
                effect.object("plannedAmount"));
        JsonObject signed = operator.get(path + "/approvals").items().objects().get(0);
        assertEquals("approver", signed.object("approver").text("username"));
        assertEquals(waiting.text("planDigest"), signed.text("planDigest"));
    }

    @Test
    public void theExactBytesOfThePlanHaveTheDigestThatIsSigned() {
        String path = plannedTransfer();

        Answer plan = operator.get(path + "/plan");
        Answer raw = operator.get(path + "/plan?raw=true");

        assertEquals(plan.json().text("digest"), Sha256.hex(raw.body()));
        assertEquals(plan.json().text("digest"), raw.header("Plan-Digest"));
        assertEquals(plan.json().object("document"), raw.json());
        assertEquals("application/json", raw.header("Content-Type"));
        assertEquals("MEDIUM", plan.json().text("riskLevel"));
    }

    @Test
    public void aRejectionNeedsAReasonAndEndsTheExecution() {
        String path = plannedTransfer();
        String digest = operator.get(path).json().text("planDigest");

        assertEquals(
                400,
                approver.post(path + "/approvals", decision("REJECTED", digest)).status());
        assertEquals(
                "REJECTED",
                approver.post(
                                path + "/approvals",
                                decision("REJECTED", digest).with("comment", Json.of("wrong beneficiary")))
                        .json()
                        .text("state"));
    }

    @Test
    public void theSameKeyAndBodyAnswerTheSameExecution() {
        Answer first = operator.post(TRANSFERS, transfer("rent"), "Idempotency-Key", "rent-november");
        Client.Answer again = operator.post(TRANSFERS, transfer("rent"), "Idempotency-Key", "rent-november");
        Answer other = node.as("second-operator").post(TRANSFERS, transfer("rent"), "Idempotency-Key", "rent-november");

        assertEquals(first.json().text("id"), again.json().text("id"));
        assertEquals(202, again.status());
        assertNotEquals(first.json().text("id"), other.json().text("id"));
        Answer conflict = operator.post(TRANSFERS, transfer("more"), "Idempotency-Key", "rent-november");
        assertEquals(409, conflict.status());
        assertEquals(first.json().text("id"), conflict.json().text("executionId"));
        assertEquals(
                400,
                operator.post(TRANSFERS, transfer("rent"), "Idempotency-Key", "two words")
                        .status());
    }

    @Test
    public void waitingAnswersWhenAPersonIsNeededOrItHasEnded() {
        node.keepWorking();

        Answer transfer = operator.post(TRANSFERS + "?wait=20", transfer("thanks"));
        Answer report = operator.post(REPORTS + "?wait=20", "{}");

        assertEquals(202, transfer.status());
        assertEquals("AWAITING_APPROVAL", transfer.json().text("state"));
        assertEquals("COMPLETED", report.json().text("state"));
        assertTrue(report.header("Location").endsWith(report.json().text("id")));
        assertEquals(400, operator.post(REPORTS + "?wait=61", "{}").status());
    }

    @Test
    public void waitingEndsWhenTheTimeIsUp() {
        Answer answer = operator.post(REPORTS + "?wait=1", "{}");

        assertEquals(202, answer.status());
        assertEquals("PLANNING", answer.json().text("state"));
    }

    @Test
    public void filesAreGivenBesideTheParametersAndFrozen() {
        JsonObject file =
                operator.upload("/files", "rent.csv", "text/csv", "rent\n").json();
        JsonObject request = transfer("rent")
                .with("files", Json.object().put("statement", file.text("id")).build());

        JsonObject execution = operator.post(TRANSFERS, request).json();

        JsonObject frozen = execution.object("parameters").object("statement");
        assertEquals(file.text("sha256"), frozen.text("sha256"));
        assertEquals(1, frozen.integer("version"));
        JsonObject twice =
                request.with("parameters", request.object("parameters").with("statement", Json.of(file.text("id"))));
        assertEquals(400, operator.post(TRANSFERS, twice).status());
    }

    @Test
    public void anExecutionWaitsForItsTime() {
        Instant due = node.clock.instant().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
        JsonObject later = transfer("rent")
                .with(
                        "scheduledFor",
                        Json.of(due.atOffset(ZoneOffset.ofHours(4)).toString()));

        assertEquals(due.toString(), operator.post(TRANSFERS, later).json().text("scheduledFor"));
        assertEquals(
                "scheduledFor",
                operator.post(TRANSFERS, later.with("scheduledFor", Json.of("tomorrow")))
                        .json()
                        .text("field"));
    }

    @Test
    public void parametersAreCheckedAndPlannedWithoutATrace() {
        int before = node.audit.entries().size();

        assertEquals(
                Json.parse("{\"valid\":true,\"problems\":[]}"),
                operator.post("/operations/bank.transfer/validate", transfer("x"))
                        .json());
        assertFalse(
                operator.post("/operations/bank.transfer/validate", "{}").json().flag("valid"));
        JsonObject plan =
                operator.post("/operations/bank.transfer/plans", transfer("x")).json();

        assertEquals(
                "12.50",
                plan.object("document")
                        .object("plan")
                        .array("totals")
                        .objects()
                        .get(0)
                        .text("text"));
        assertEquals(before, node.audit.entries().size());
        assertEquals(0, operator.get("/executions").items().size());
    }

    @Test
    public void theCatalogueShowsOperationsReleasesAndConnections() {
        assertEquals(
                List.of("bank.report", "bank.transfer"),
                operator.get("/operations").items().objects().stream()
                        .map(operation -> operation.text("name"))
                        .toList());
        JsonObject transfer = operator.get("/operations/bank.transfer").json();
        assertEquals("Bank transfer", transfer.text("title"));
        assertEquals(4, transfer.array("parameters").size());
        assertEquals(
                List.of("account", "amount"),
                operator.get("/operations/bank.transfer/schema")
                        .json()
                        .array("required")
                        .texts());
        JsonObject release = operator.get("/plugins").items().objects().get(0);
        assertEquals("ACTIVE", release.text("state"));
        assertEquals(2, release.array("operations").size());
        List<JsonObject> connections = operator.get("/connections").items().objects();
        assertEquals("broken", connections.get(0).text("name"));
        assertFalse(connections.get(0).flag("usable"));
        assertTrue(connections.get(0).text("fault").contains("mode"));
        assertEquals("TEST", connections.get(1).text("mode"));
    }

    @Test
    public void pagesDoNotShiftWhenNewExecutionsComeInBetween() {
        Set<String> expected = new LinkedHashSet<>();
        for (int i = 0; i < 7; i++) {
            expected.add(
                    operator.post(TRANSFERS, transfer("number " + i)).json().text("id"));
        }

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = operator.get("/executions?limit=3" + cursor).json();
            page.array("items").objects().forEach(item -> seen.add(item.text("id")));
            cursor = page.findText("nextCursor").map(next -> "&cursor=" + next).orElse("");
            operator.post(TRANSFERS, transfer("newcomer"));
        } while (!cursor.isEmpty());

        assertEquals("no item twice, none left out", 7, seen.size());
        assertEquals(expected, Set.copyOf(seen));
        assertEquals(seen.get(6), expected.iterator().next());
    }

    @Test
    public void listsAreNarrowedByStatusStateOperationPersonAndTime() {
        String transfer = plannedTransfer();
        String report = operator.post(REPORTS, "{}").json().text("id");
        node.work();
        node.as("second-operator").post(REPORTS, "{}");

        assertEquals(Set.of(report), ids("?status=completed"));
        assertEquals(Set.of(transfer.substring("/executions/".length())), ids("?state=AWAITING_APPROVAL,RUNNING"));
        assertEquals(Set.of(), ids("?status=completed&state=AWAITING_APPROVAL"));
        assertEquals(2, ids("?operation=bank.report").size());
        assertEquals(2, ids("?executedBy=me").size());
        assertEquals(
                1, ids("?executedBy=" + node.caller("second-operator").userId()).size());
        assertEquals(Set.of(), ids("?from=2999-01-01T00:00:00Z"));
        assertEquals(Set.of(), ids("?to=2001-01-01T00:00:00Z"));
        assertEquals(
                3, ids("?from=2001-01-01T00:00:00Z&status=pending,completed").size());
    }

    @Test
    public void anIntegratorSeesOnlyTheirOwnExecutions() {
        String others = operator.post(REPORTS, "{}").json().text("id");
        Client integrator = node.as("integrator");
        String own = integrator.post(REPORTS, "{}").json().text("id");

        assertEquals(404, integrator.get("/executions/" + others).status());
        assertEquals(404, integrator.get("/executions/" + others + "/events").status());
        List<JsonObject> items = integrator.get("/executions").items().objects();
        assertEquals(List.of(own), items.stream().map(item -> item.text("id")).toList());
    }

    @Test
    public void logsComeAsJsonOrAsText() {
        String id = operator.post(REPORTS, "{\"parameters\":{\"lines\":\"3\"}}")
                .json()
                .text("id");
        node.work();

        List<JsonObject> lines = operator.get("/executions/" + id + "/logs?after=1&limit=1")
                .items()
                .objects();
        assertEquals(1, lines.size());
        assertEquals("line 2", lines.get(0).text("text"));
        Answer text = operator.get("/executions/" + id + "/logs", "Accept", "text/plain");
        assertEquals("text/plain;charset=utf-8", text.header("Content-Type"));
        assertTrue(text.body(), text.body().matches("(\\S+Z INFO line [123]\n){3}"));
    }

    @Test
    public void theFilesAnExecutionWroteAreListed() {
        String id = operator.post(REPORTS, "{}").json().text("id");
        node.work();

        JsonObject file =
                operator.get("/executions/" + id + "/files").items().objects().get(0);
        assertEquals("balances.csv", file.text("name"));
        assertEquals(id, file.text("executionId"));
        assertEquals(
                "currency,balance\nAED,12.50\n",
                operator.get("/files/" + file.text("id") + "/content").body());
    }

    @Test
    public void aWaitingExecutionIsCancelledAtOnceAndOnlyByWhoMay() {
        String path = plannedTransfer();

        assertEquals(
                403, node.as("second-operator").post(path + "/cancel", "{}").status());
        assertEquals(
                "cancelled",
                operator.post(path + "/cancel", "{\"comment\":\"not needed\"}")
                        .json()
                        .text("status"));
        assertEquals(200, operator.post(path + "/cancel", "").status());
    }

    @Test
    public void whatWasLeftUndoneIsSubmittedAnewOnce() {
        String path = plannedTransfer();
        String id = path.substring(path.lastIndexOf('/') + 1);
        assertEquals(409, operator.post(path + "/repeat", "{}").status());
        operator.post(path + "/cancel", "{}");

        Client.Answer repetition = operator.post(path + "/repeat", "{\"comment\":\"after all\"}");

        assertEquals(202, repetition.status());
        assertEquals(id, repetition.json().text("repeats"));
        assertEquals("after all", repetition.json().text("comment"));
        Client.Answer again = operator.post(path + "/repeat", "{}");
        assertEquals(409, again.status());
        assertTrue(again.json().text("detail").contains(repetition.json().text("id")));
        assertEquals(403, node.as("approver").post(path + "/repeat", "{}").status());
    }

    @Test
    public void anUnclearEffectIsClosedByTwoPeople() {
        String path = unclearTransfer();
        JsonObject word = Json.parse("{\"effect\":\"transfer\",\"verdict\":\"APPLIED\",\"externalId\":\"tr_9\","
                        + "\"reason\":\"seen on the statement\"}")
                .asObject();

        assertEquals(
                "NEEDS_ATTENTION", operator.post(path + "/resolve", word).json().text("state"));
        assertEquals(200, approver.post(path + "/resolve", word).status());
        node.workUntil(() -> operator.get(path).json().text("state").equals("COMPLETED"));

        assertEquals(
                "tr_9", operator.get(path + "/effects").items().objects().get(0).text("externalId"));
        assertEquals(
                "verdict",
                operator.post(path + "/resolve", word.with("verdict", Json.of("MAYBE")))
                        .json()
                        .text("field"));
    }

    @Test
    public void whoIsTurnedAwayFromAChangeIsInTheLog() {
        String path = plannedTransfer();
        int before = refusals();

        assertEquals(403, node.as("executive").post(path + "/approvals", "{}").status());
        assertEquals(403, node.as("executive").get("/users").status());

        assertEquals("looking is not worth a line", before + 1, refusals());
    }

    @Test
    public void theLogIsPagedFromTheNewestEntryBack() {
        plannedTransfer();
        Client auditor = node.as("auditor");

        JsonObject first = auditor.get("/audit/entries?limit=2").json();
        JsonObject second = auditor.get("/audit/entries?limit=2&cursor=" + first.text("nextCursor"))
                .json();

        long last = first.array("items").objects().get(1).integer("number");
        assertEquals(last - 1, second.array("items").objects().get(0).integer("number"));
        List<JsonObject> planned =
                auditor.get("/audit/entries?action=execution.planned").items().objects();
        assertEquals(1, planned.size());
        assertEquals(
                2,
                auditor.get("/audit/entries?subject="
                                + planned.get(0).object("entry").text("subject"))
                        .items()
                        .size());
    }

    private int refusals() {
        return (int) node.audit.entries().stream()
                .filter(entry -> entry.action() == AuditAction.REQUEST_REFUSED)
                .count();
    }

    private Set<String> ids(String query) {
        Set<String> ids = new LinkedHashSet<>();
        operator.get("/executions" + query).items().objects().forEach(item -> ids.add(item.text("id")));
        return ids;
    }

    private String plannedTransfer() {
        String id = operator.post(TRANSFERS, transfer("thanks")).json().text("id");
        node.work();
        return "/executions/" + id;
    }

    private String unclearTransfer() {
        String id = operator.post(TRANSFERS, transfer(TransferOperation.UNCLEAR))
                .json()
                .text("id");
        node.work();
        String path = "/executions/" + id;
        approver.post(
                path + "/approvals",
                decision("APPROVED", operator.get(path).json().text("planDigest")));
        node.workUntil(() -> operator.get(path).json().text("state").equals("NEEDS_ATTENTION"));
        return path;
    }

    private static JsonObject transfer(String reference) {
        JsonObject parameters = Json.object()
                .put("account", "main")
                .put(
                        "amount",
                        Json.object()
                                .put("minorUnits", "1250")
                                .put("currency", "AED")
                                .build())
                .put("reference", reference)
                .build();
        return Json.object().put("parameters", parameters).build();
    }

    private static JsonObject decision(String word, String digest) {
        return Json.object().put("decision", word).put("planDigest", digest).build();
    }
}
