package io.countersign.integration;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.stripe.simulator.testing.StripeSimulatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whatever somebody does wrong, the answer says what, with which value, and what to do; the document explains it. */
public final class ErrorDocumentsIT {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final String PREFIX = "urn:countersign:problem:";
    private static final String NO_FILE = "0".repeat(32);
    private static final int JSON_BYTES_MAX = 1024 * 1024;
    private static final Duration CONFIGURED_MAX = Duration.ofSeconds(30);

    private static DemoPlatform platform;
    private static Workflow workflow;
    private static ApiClient operator;
    private static String explained;

    @BeforeClass
    public static void start() {
        platform = TestPlatforms.shared();
        workflow = new Workflow(platform);
        operator = workflow.operator();
        explained = ProjectFolder.read("docs/error-messages.md");
    }

    @Test
    public void unknownOperation() {
        ApiReply reply = submit("no.such.operation", Workflow.payoutOf("aed"));

        assertProblem(reply, 404, "unknown-operation", "no.such.operation");
        assertNoted("operation:no.such.operation", "no.such.operation");
    }

    @Test
    public void unknownParameter() {
        ApiReply reply =
                submit(Workflow.PAYOUT, Workflow.payoutOf("aed").with("curencies", Json.texts(List.of("aed"))));

        assertProblem(reply, 422, "invalid-parameters", "curencies");
        assertNoted("operation:" + Workflow.PAYOUT, "curencies");
    }

    @Test
    public void parameterOfTheWrongType() {
        ApiReply reply = submit(Workflow.PAYOUT, Workflow.payoutOf("aed").with("currencies", Json.of("aed,bhd")));

        assertProblem(reply, 422, "invalid-parameters", "currencies", "MULTISELECT");
        assertNoted("operation:" + Workflow.PAYOUT, "MULTISELECT");
    }

    @Test
    public void missingParameter() {
        ApiReply reply = submit(
                Workflow.PAYOUT,
                Json.object().put("currencies", Json.texts(List.of("aed"))).build());

        assertProblem(reply, 422, "invalid-parameters", "connection");
    }

    @Test
    public void everyProblemOfTheParametersAtOnce() {
        JsonObject problem = submit(
                        Workflow.PAYOUT,
                        Json.object()
                                .put("currencies", Json.texts(List.of("xxx")))
                                .put("method", "pigeon")
                                .build())
                .expect(422)
                .json()
                .asObject();

        List<String> named = problem.array("problems").objects().stream()
                .map(each -> each.text("parameter"))
                .sorted()
                .toList();
        assertEquals(List.of("connection", "currencies", "method"), named);
    }

    @Test
    public void connectionThatDoesNotExist() {
        ApiReply reply =
                submit(Workflow.PAYOUT, Workflow.payoutOf("aed").with("connection", Json.of("stripe-nowhere")));

        assertProblem(reply, 422, "invalid-parameters", "stripe-nowhere");
    }

    @Test
    public void unknownFile() {
        JsonObject reference =
                Json.object().put("id", NO_FILE).put("version", 1).build();

        ApiReply reply = submit(
                Workflow.PAYOUT,
                Json.object()
                        .put("connection", DemoPlatform.CONNECTION)
                        .put("currencyFile", reference)
                        .build());

        assertProblem(reply, 422, "invalid-parameters", NO_FILE);
        assertProblem(operator.get("files/" + NO_FILE), 404, "unknown-file", NO_FILE);
    }

    @Test
    public void unknownExecution() {
        assertProblem(operator.get("executions/" + NO_FILE), 404, "unknown-execution", NO_FILE);
    }

    @Test
    public void bodyThatIsTooLarge() {
        JsonObject body = Workflow.body(Workflow.payoutOf("aed")).with("comment", Json.of("x".repeat(JSON_BYTES_MAX)));

        assertProblem(
                operator.submit(Workflow.PAYOUT, body, UUID.randomUUID().toString()),
                413,
                "body-too-large",
                Integer.toString(JSON_BYTES_MAX));
    }

    @Test
    public void unreadableJson() {
        ApiReply reply = operator.postText(
                "operations/stripe.payout/executions", "{\"parameters\":\n  {\"connection\":}}", "application/json");

        assertProblem(reply, 400, "unreadable-json", "line 2");
        assertEquals(2, reply.json().asObject().integer("line"));
        assertEquals(17, reply.json().asObject().integer("column"));
    }

    @Test
    public void unknownMember() {
        JsonObject body = Workflow.body(Workflow.payoutOf("aed")).with("coment", Json.of("typo"));

        assertProblem(operator.submit(Workflow.PAYOUT, body, "typo"), 400, "invalid-request", "coment");
    }

    @Test
    public void bodyThatIsNoJson() {
        ApiReply reply = operator.postText("operations/stripe.payout/executions", "a=b", "text/plain");

        assertProblem(reply, 415, "unsupported-media-type", "operations/stripe.payout/executions");
    }

    @Test
    public void sameKeyWithAnotherBody() {
        String key = UUID.randomUUID().toString();
        String id = operator.submit(Workflow.PAYOUT, Workflow.body(Workflow.payoutOf("eur")), key)
                .expect(202)
                .json()
                .asObject()
                .text("id");

        ApiReply reply = operator.submit(Workflow.PAYOUT, Workflow.body(Workflow.payoutOf("usd")), key);

        assertProblem(reply, 409, "idempotency-conflict", key, id);
        assertNoted("operation:" + Workflow.PAYOUT, key);
    }

    @Test
    public void digestOfAnotherPlan() {
        String id = workflow.submit(Workflow.PAYOUT, Workflow.payoutOf("eur"));
        workflow.await(id, "AWAITING_APPROVAL");
        String wrong = "f".repeat(64);

        ApiReply reply = workflow.approver().post("executions/" + id + "/approvals", Workflow.approval(wrong));

        assertProblem(reply, 409, "plan-digest-mismatch", wrong);
        assertNoted("execution:" + id, wrong);
    }

    @Test
    public void approvalOfOnesOwnWork() {
        ApiClient both = userWithBothRoles("wendy");
        String id = both.submit(Workflow.PAYOUT, Workflow.body(Workflow.payoutOf("eur")), "own-work")
                .expect(202)
                .json()
                .asObject()
                .text("id");
        workflow.await(id, "AWAITING_APPROVAL");
        String digest = workflow.execution(id).text("planDigest");

        ApiReply reply = both.post("executions/" + id + "/approvals", Workflow.approval(digest));

        assertProblem(reply, 403, "barred-from-approval", "wendy");
        assertNoted("execution:" + id, "wendy");
    }

    @Test
    public void approvalWithoutThePermission() {
        String id = workflow.submit(Workflow.PAYOUT, Workflow.payoutOf("eur"));
        String digest = workflow.await(id, "AWAITING_APPROVAL").text("planDigest");

        ApiReply reply = operator.post("executions/" + id + "/approvals", Workflow.approval(digest));

        assertProblem(reply, 403, "permission-denied", DemoPlatform.OPERATOR, "execution:approve");
        assertNoted("request:POST /executions/" + id + "/approvals", "execution:approve");
    }

    @Test
    public void decisionOnWhatHasEnded() {
        String id = workflow.submit(Workflow.PAYOUT, Workflow.payoutOf("eur"));
        String digest = workflow.await(id, "AWAITING_APPROVAL").text("planDigest");
        operator.post("executions/" + id + "/cancel", JsonObject.empty()).expect(200);

        ApiReply reply = workflow.approver().post("executions/" + id + "/approvals", Workflow.approval(digest));

        assertProblem(reply, 409, "state-conflict", id, "CANCELLED");
    }

    @Test
    public void missingToken() {
        ApiReply reply = platform.distribution().api().get("executions");

        assertProblem(reply, 401, "not-signed-in", "Authorization");
        assertTrue(reply.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer"));
    }

    @Test
    public void wrongPassword() {
        JsonObject credentials = Json.object()
                .put("username", "nobody-of-this-name")
                .put("password", "not-the-password")
                .build();

        assertProblem(platform.distribution().api().post("session", credentials), 401, "sign-in-refused");
    }

    @Test
    public void unknownRoute() {
        assertProblem(operator.get("exekutions"), 404, "unknown-route", "/api/v1/exekutions");
    }

    @Test
    public void wrongMethod() {
        ApiReply reply = operator.delete("executions");

        assertProblem(reply, 405, "method-not-allowed", "DELETE", "/api/v1/executions");
        assertTrue(reply.headers().firstValue("Allow").orElse("").contains("GET"));
    }

    @Test
    public void unknownQueryParameter() {
        assertProblem(operator.get("executions?sate=FAILED"), 400, "unknown-query-parameter", "sate", "state");
    }

    @Test
    public void queryParameterOutOfRange() {
        assertProblem(operator.get("executions?limit=201"), 400, "invalid-query-parameter", "limit", "200");
    }

    @Test
    public void formThatIsNoUpload() {
        assertProblem(operator.postText("files", "nothing", "multipart/form-data; boundary=x"), 422, "invalid-upload");
    }

    @Test
    public void unreadableCsvNamesLineAndColumn() throws IOException {
        Path csv = Files.writeString(
                FOLDER.getRoot().toPath().resolve("list.csv"), "currency,amount\naed,1.00\nbhd,1.0045\n");
        JsonObject file = operator.upload("files", "file", csv, "text/csv")
                .expect(201)
                .json()
                .asObject();
        String id = workflow.submit(
                Workflow.PAYOUT,
                Json.object()
                        .put("connection", DemoPlatform.CONNECTION)
                        .put("amountRule", "fixed")
                        .put(
                                "currencyFile",
                                Json.object()
                                        .put("id", file.text("id"))
                                        .put("version", file.integer("version"))
                                        .build())
                        .build());

        assertFailed(id, "csv_invalid", "list.csv", "line 3, column 2", "1.0045");
    }

    @Test
    public void keyOfTheWrongMode() {
        connect("stripe-wrong-mode", Map.of("mode", "LIVE"));

        String id = workflow.submit(
                Workflow.PAYOUT, Workflow.payoutOf("aed").with("connection", Json.of("stripe-wrong-mode")));

        assertFailed(id, "stripe_mode_mismatch", "stripe-wrong-mode", "LIVE", "TEST");
    }

    @Test
    public void providerThatIsDownWhilePlanning() throws IOException {
        StripeSimulatorProcess stripe = ownStripe("down-at-plan");
        connect(
                "stripe-down",
                Map.of("mode", "TEST", "baseAddress", stripe.base().toString()));
        stripe.close();

        String id =
                workflow.submit(Workflow.PAYOUT, Workflow.payoutOf("aed").with("connection", Json.of("stripe-down")));

        assertFailed(id, "stripe_unreachable", "stripe-down");
    }

    @Test
    public void providerThatIsDownWhileExecuting() throws IOException {
        StripeSimulatorProcess stripe = ownStripe("down-at-execute");
        connect(
                "stripe-going",
                Map.of("mode", "TEST", "baseAddress", stripe.base().toString()));
        String id =
                workflow.submit(Workflow.PAYOUT, Workflow.payoutOf("aed").with("connection", Json.of("stripe-going")));
        workflow.await(id, "AWAITING_APPROVAL");
        stripe.close();

        workflow.approve(id);

        assertFailed(id, "stripe_unreachable", "stripe-going");
        assertEquals("PLANNED", workflow.effects(id).get(0).text("state"));
    }

    private static ApiReply submit(String operation, JsonObject parameters) {
        return operator.submit(
                operation, Workflow.body(parameters), UUID.randomUUID().toString());
    }

    private static void assertProblem(ApiReply reply, int status, String slug, String... named) {
        JsonObject problem = reply.expect(status).json().asObject();
        assertEquals(
                "application/problem+json",
                reply.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", ""));
        assertEquals(PREFIX + slug, problem.text("type"));
        assertEquals(status, problem.integer("status"));
        assertTrue("a title for " + slug, problem.text("title").length() > 10);
        String detail = problem.text("detail");
        for (String value : named) {
            assertTrue("'" + detail + "' does not name " + value, detail.contains(value));
        }
        assertTrue(
                "docs/error-messages.md does not explain " + slug,
                explained.lines().anyMatch(("### " + slug)::equals));
    }

    /** The log has the refusal of a person's act, with its reason. */
    private static void assertNoted(String subject, String named) {
        List<JsonObject> refusals = workflow.audit(subject).stream()
                .filter(entry -> entry.text("action").equals("request.refused"))
                .filter(entry -> entry.object("details").text("message").contains(named))
                .toList();
        assertEquals("refusals noted at " + subject + " with " + named, 1, refusals.size());
    }

    private static void assertFailed(String id, String code, String... named) {
        JsonObject failure = workflow.await(id, "FAILED").object("failure");
        assertEquals(failure.toText(), code, failure.text("code"));
        for (String value : named) {
            assertTrue(
                    failure.toText() + " does not name " + value,
                    failure.text("message").contains(value));
        }
    }

    private static ApiClient userWithBothRoles(String name) {
        String password = UUID.randomUUID().toString();
        JsonObject user = Json.object()
                .put("username", name)
                .put("displayName", "Wendy Worker")
                .put("password", password)
                .put("roles", Json.texts(List.of("operator", "approver")))
                .build();
        workflow.administrator().post("users", user).expect(201);
        return platform.distribution().api().signIn(name, password);
    }

    private static StripeSimulatorProcess ownStripe(String folder) throws IOException {
        return StripeSimulatorProcess.start(FOLDER.newFolder(folder).toPath().resolve("stripe"));
    }

    /** Configures a further connection while the platform runs. */
    private static void connect(String name, Map<String, String> settings) {
        platform.distribution()
                .configure(
                        "io.countersign.connection-" + name + ".cfg",
                        Map.of("kind", "stripe", "secret.key", "stripe-demo-key", "name", name))
                .configure("io.countersign.connection-" + name + ".cfg", settings);
        platform.distribution()
                .process()
                .await("connection " + name, CONFIGURED_MAX, () -> workflow.items("connections").stream()
                        .anyMatch(connection -> connection.text("name").equals(name) && connection.flag("usable")));
    }
}
