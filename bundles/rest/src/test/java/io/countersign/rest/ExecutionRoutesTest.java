package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.plan.Sha256;
import io.countersign.rest.Client.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What people do with an execution, from its submission to its end. */
public final class ExecutionRoutesTest {
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
        Answer accepted = operator.post(Transfers.PATH, Transfers.of("thanks"));
        assertEquals(202, accepted.status());
        String path = accepted.header("Location").substring(ApiDoor.API.length());
        assertEquals("/executions/" + accepted.json().text("id"), path);
        assertEquals("PLANNING", accepted.json().text("state"));

        node.work();
        JsonObject waiting = operator.get(path).json();
        assertEquals("pending", waiting.text("status"));
        assertEquals("AWAITING_APPROVAL", waiting.text("state"));
        assertFalse("what is not known is absent", waiting.has("startedAt"));

        Answer approved =
                approver.post(path + "/approvals", Transfers.decision("APPROVED", waiting.text("planDigest")));
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
        String path = Transfers.planned(node);

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
        String path = Transfers.planned(node);
        String digest = operator.get(path).json().text("planDigest");

        assertEquals(
                400,
                approver.post(path + "/approvals", Transfers.decision("REJECTED", digest))
                        .status());
        assertEquals(
                "REJECTED",
                approver.post(
                                path + "/approvals",
                                Transfers.decision("REJECTED", digest).with("comment", Json.of("wrong beneficiary")))
                        .json()
                        .text("state"));
    }

    @Test
    public void theSameKeyAndBodyAnswerTheSameExecution() {
        Answer first = operator.post(Transfers.PATH, Transfers.of("rent"), "Idempotency-Key", "rent-november");
        Answer again = operator.post(Transfers.PATH, Transfers.of("rent"), "Idempotency-Key", "rent-november");
        Answer other = node.as("second-operator")
                .post(Transfers.PATH, Transfers.of("rent"), "Idempotency-Key", "rent-november");

        assertEquals(first.json().text("id"), again.json().text("id"));
        assertEquals(202, again.status());
        assertNotEquals(first.json().text("id"), other.json().text("id"));
        Answer conflict = operator.post(Transfers.PATH, Transfers.of("more"), "Idempotency-Key", "rent-november");
        assertEquals(409, conflict.status());
        assertEquals(first.json().text("id"), conflict.json().text("executionId"));
        assertEquals(
                400,
                operator.post(Transfers.PATH, Transfers.of("rent"), "Idempotency-Key", "two words")
                        .status());
    }

    @Test
    public void waitingAnswersWhenAPersonIsNeededOrItHasEnded() {
        node.keepWorking();

        Answer transfer = operator.post(Transfers.PATH + "?wait=20", Transfers.of("thanks"));
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
        JsonObject request = Transfers.of("rent")
                .with("files", Json.object().put("statement", file.text("id")).build());

        JsonObject execution = operator.post(Transfers.PATH, request).json();

        JsonObject frozen = execution.object("parameters").object("statement");
        assertEquals(file.text("sha256"), frozen.text("sha256"));
        assertEquals(1, frozen.integer("version"));
        JsonObject twice =
                request.with("parameters", request.object("parameters").with("statement", Json.of(file.text("id"))));
        assertEquals(400, operator.post(Transfers.PATH, twice).status());
    }

    @Test
    public void anExecutionWaitsForItsTime() {
        Instant due = node.clock.instant().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
        JsonObject later = Transfers.of("rent")
                .with(
                        "scheduledFor",
                        Json.of(due.atOffset(ZoneOffset.ofHours(4)).toString()));

        assertEquals(due.toString(), operator.post(Transfers.PATH, later).json().text("scheduledFor"));
        assertEquals(
                "scheduledFor",
                operator.post(Transfers.PATH, later.with("scheduledFor", Json.of("tomorrow")))
                        .json()
                        .text("field"));
    }

    @Test
    public void aWaitingExecutionIsCancelledAtOnceAndOnlyByWhoMay() {
        String path = Transfers.planned(node);

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
        String path = Transfers.planned(node);
        String id = path.substring(path.lastIndexOf('/') + 1);
        assertEquals(409, operator.post(path + "/repeat", "{}").status());
        operator.post(path + "/cancel", "{}");

        Answer repetition = operator.post(path + "/repeat", "{\"comment\":\"after all\"}");

        assertEquals(202, repetition.status());
        assertEquals(id, repetition.json().text("repeats"));
        assertEquals("after all", repetition.json().text("comment"));
        Answer again = operator.post(path + "/repeat", "{}");
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

    private String unclearTransfer() {
        String id = operator.post(Transfers.PATH, Transfers.of(TransferOperation.UNCLEAR))
                .json()
                .text("id");
        node.work();
        String path = "/executions/" + id;
        approver.post(
                path + "/approvals",
                Transfers.decision("APPROVED", operator.get(path).json().text("planDigest")));
        node.workUntil(() -> operator.get(path).json().text("state").equals("NEEDS_ATTENTION"));
        return path;
    }
}
