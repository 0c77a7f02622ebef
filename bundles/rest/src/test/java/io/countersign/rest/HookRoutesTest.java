package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.WorkItem;
import io.countersign.rest.Client.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The only door that strangers may knock at without a token. */
public final class HookRoutesTest {
    private static final String SIGNED = "signed by the bank";
    private static final String HOOK = "/hooks/bank/main";

    private TestNode node;

    @Before
    public void start() throws Exception {
        node = new TestNode();
    }

    @After
    public void stop() {
        node.close();
    }

    @Test
    public void aSignedMessageWakesItsExecutionOnce() {
        String id = transferred();
        String transfer = String.valueOf(
                node.executions.effects(new ExecutionId(id)).get(0).externalId());

        Answer first = send(HOOK, message("evt_1", transfer), SIGNED);
        assertEquals(200, first.status());
        assertFalse(first.json().flag("duplicate"));
        assertEquals(1, first.json().integer("executions"));
        assertEquals(1, wakes(id));

        Answer second = send("/api/v1" + HOOK, message("evt_1", transfer), SIGNED);
        assertEquals("the same route with the prefix", 200, second.status());
        assertTrue(second.json().flag("duplicate"));
        assertEquals(1, wakes(id));
    }

    @Test
    public void anEventOfNobodyIsTakenAndForgottenAboutWhenItComesAgain() {
        assertEquals(
                0, send(HOOK, message("evt_1", "tr_elsewhere"), SIGNED).json().integer("executions"));
        assertTrue(send(HOOK, message("evt_1", "tr_elsewhere"), SIGNED).json().flag("duplicate"));
        assertEquals(1, node.events.events().size());
    }

    @Test
    public void aForgeryAnUnknownConnectionAndAnUnknownProviderLookTheSame() {
        String forged = withoutIds(send(HOOK, message("evt_1", "tr_1"), "forged"));
        assertTrue(forged, forged.contains("urn:countersign:problem:webhook-refused"));
        assertEquals(forged, withoutIds(send("/hooks/bank/none", message("evt_1", "tr_1"), SIGNED)));
        assertEquals(forged, withoutIds(send("/hooks/bank/broken", message("evt_1", "tr_1"), SIGNED)));
        assertEquals(forged, withoutIds(send("/hooks/none/main", message("evt_1", "tr_1"), SIGNED)));
        assertEquals(forged, withoutIds(send("/hooks/bank/" + "x".repeat(2000), message("evt_1", "tr_1"), SIGNED)));
        assertEquals(0, node.events.events().size());
        assertFalse(forged, forged.contains("forged"));
    }

    @Test
    public void aMessageThatIsTooLargeIsRefusedBeforeItIsVerified() {
        String large = " ".repeat(256 * 1024 + 1);
        Answer answer = send(HOOK, large, SIGNED);
        assertEquals(413, answer.status());
        assertEquals(ProblemType.BODY_TOO_LARGE.uri(), answer.json().text("type"));
    }

    @Test
    public void othersThanPostAreNotTaken() {
        assertEquals(405, node.anonymous().get(HOOK).status());
        assertEquals(404, node.anonymous().get("/hooks/bank").status());
        assertEquals(404, node.anonymous().post("/hooks/bank/main/more", "{}").status());
        assertEquals(
                "no secrets in the address",
                400,
                node.anonymous().post(HOOK + "?secret=1", "{}").status());
    }

    @Test
    public void aTokenIsNeitherNeededNorOfAnyHelp() {
        Answer answer = node.as("administrator").post(HOOK, message("evt_1", "tr_1"));
        assertEquals(400, answer.status());
    }

    @Test
    public void anAttackLeavesFewLinesInTheLog() {
        for (int i = 0; i < 60; i++) {
            send(HOOK, message("evt_" + i, "tr_1"), "forged");
        }
        long refused = node.audit.entries().stream()
                .filter(entry -> entry.action().word().equals("webhook.refused"))
                .count();
        assertEquals(3, refused);
    }

    private String transferred() {
        JsonObject transfer = Json.object()
                .put(
                        "parameters",
                        Json.object()
                                .put("account", "main")
                                .put("amount", Money.ofMinor(1000, "EUR").toJson())
                                .put("reference", "invoice 1")
                                .build())
                .build();
        String id = node.as("operator")
                .post("/operations/" + TransferOperation.NAME + "/executions", transfer)
                .json()
                .text("id");
        node.work();
        String digest = node.as("operator").get("/executions/" + id).json().text("planDigest");
        JsonObject decision = Json.object()
                .put("decision", "APPROVED")
                .put("planDigest", digest)
                .build();
        assertEquals(
                200,
                node.as("approver")
                        .post("/executions/" + id + "/approvals", decision)
                        .status());
        node.work();
        return id;
    }

    private long wakes(String id) {
        return node.executions.work().items().stream()
                .filter(item -> item.kind() == WorkItem.Kind.WAKE)
                .filter(item -> item.execution().text().equals(id))
                .count();
    }

    private Answer send(String path, String body, String signature) {
        return node.anonymous()
                .send(
                        "POST",
                        path,
                        BodyPublishers.ofString(body),
                        "Content-Type",
                        "application/json; charset=utf-8",
                        "Bank-Signature",
                        signature);
    }

    private static String message(String event, String transfer) {
        return Json.object()
                .put("event", event)
                .put("transfer", transfer)
                .build()
                .toText();
    }

    /** A problem without what differs from request to request. */
    private static String withoutIds(Answer answer) {
        assertEquals(answer.body(), 400, answer.status());
        JsonObject problem = answer.json();
        return problem.text("type") + " " + problem.text("title") + " " + problem.text("detail") + " "
                + problem.names();
    }
}
