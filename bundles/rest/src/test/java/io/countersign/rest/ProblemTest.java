package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Role;
import io.countersign.core.health.HealthCheck;
import io.countersign.core.testing.FakeReleaseInstaller;
import io.countersign.rest.Client.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Every type of problem, brought about as callers do. */
public final class ProblemTest {
    private static final JsonObject TRANSFER = Json.parse(
                    "{\"parameters\":{\"account\":\"main\",\"amount\":{\"minorUnits\":\"1250\",\"currency\":\"AED\"}}}")
            .asObject();
    private static final String TRANSFERS = "/operations/bank.transfer/executions";

    private static TestNode node;

    @BeforeClass
    public static void start() throws IOException {
        node = new TestNode();
        node.addUser("both", EnumSet.of(Role.OPERATOR, Role.APPROVER));
        node.addUser("late", EnumSet.of(Role.OPERATOR));
        node.openSession("late", node.clock.instant().minus(Duration.ofMinutes(1)));
    }

    @AfterClass
    public static void stop() {
        node.close();
    }

    @Test
    public void everyTypeIsAnsweredAsItIsListed() {
        Map<ProblemType, Supplier<Answer>> scenarios = scenarios();
        assertEquals(EnumSet.allOf(ProblemType.class), scenarios.keySet());

        scenarios.forEach((type, scenario) -> {
            Answer answer = scenario.get();
            JsonObject problem = answer.json();
            assertEquals(type + " " + answer.body(), type.uri(), problem.text("type"));
            assertEquals(type.name(), type.status(), answer.status());
            assertEquals(type.name(), type.status(), problem.integer("status"));
            assertEquals(type.name(), type.title(), problem.text("title"));
            assertFalse(type.name(), problem.text("detail").isBlank());
            assertEquals(type.name(), Problem.MEDIA_TYPE, answer.header("Content-Type"));
            assertEquals(type.name(), answer.header("X-Request-Id"), problem.text("requestId"));
            assertTrue(type.name(), problem.text("instance").startsWith("/"));
            assertTrue(
                    type + " " + answer.body(),
                    ApiContract.faults("#/components/schemas/Problem", answer.body())
                            .isEmpty());
        });
    }

    @Test
    public void whatPassesByItselfSaysWhenToTryAgain() {
        Map<ProblemType, Supplier<Answer>> scenarios = scenarios();
        for (ProblemType type : ProblemType.values()) {
            if (type.status() == 429 || (type.status() == 503 && type != ProblemType.NOT_READY)) {
                Answer answer = Objects.requireNonNull(scenarios.get(type)).get();

                assertTrue(type.name(), Integer.parseInt(answer.header("Retry-After")) > 0);
                assertEquals(
                        type.name(),
                        answer.header("Retry-After"),
                        Long.toString(answer.json().integer("retryAfterSeconds")));
            }
        }
    }

    @Test
    public void everyTypeHasCauseAndRemedyForPeople() {
        for (ProblemType type : ProblemType.values()) {
            for (String text : List.of(type.title(), type.cause(), type.remedy())) {
                assertTrue(type + ": " + text, text.length() > 10 && Character.isUpperCase(text.charAt(0)));
            }
            assertTrue(type.cause().endsWith(".") && type.remedy().endsWith("."));
            assertFalse(type.title().endsWith("."));
        }
    }

    @Test
    public void aDefectShowsNothingOfItselfButANumber() {
        Answer answer = internal();

        assertEquals(32, answer.json().text("incident").length());
        assertFalse(
                answer.body(), answer.body().contains("jdbc") || answer.body().contains("Exception"));
    }

    @Test
    public void aMissingTokenIsChallengedAndAnExpiredOneNamed() {
        assertEquals("Bearer realm=\"countersign\"", node.anonymous().get("/me").header("WWW-Authenticate"));
        assertEquals(
                "Bearer realm=\"countersign\", error=\"invalid_token\"",
                node.as("late").get("/me").header("WWW-Authenticate"));
        assertEquals(
                401,
                node.anonymous().get("/me", "Authorization", "Basic bWU6bWU=").status());
    }

    @Test
    public void theAllowHeaderListsTheMethodsOfThePath() {
        assertEquals(
                "GET, HEAD, OPTIONS", node.as("operator").delete("/operations").header("Allow"));
        assertEquals(
                "GET, HEAD, OPTIONS, POST", node.as("operator").delete("/files").header("Allow"));
        assertEquals(
                "DELETE, OPTIONS, POST", node.as("operator").get("/session").header("Allow"));
        assertEquals("GET, HEAD", node.anonymous().delete("/health/live").header("Allow"));
    }

    @Test
    public void anUnknownQueryParameterIsNamedTogetherWithTheKnownOnes() {
        JsonObject problem = node.as("operator").get("/files?size=3").json();

        assertEquals("size", problem.text("field"));
        assertEquals(List.of("cursor", "limit"), problem.array("known").texts());
    }

    @Test
    public void queryParametersOutOfRangeOrGivenTwiceAreRefused() {
        for (String query : List.of(
                "limit=0",
                "limit=201",
                "limit=x",
                "limit=",
                "limit=1&limit=2",
                "cursor=!",
                "cursor=bm9uc2Vuc2U",
                "from=yesterday",
                "to=2026-11-22",
                "state=SLEEPING",
                "status=pending,,running")) {
            Answer answer = node.as("operator").get("/executions?" + query);

            assertEquals(
                    query,
                    ProblemType.INVALID_QUERY_PARAMETER.uri(),
                    answer.json().text("type"));
            assertTrue(query, query.startsWith(answer.json().text("field")));
        }
    }

    @Test
    public void unreadableJsonIsShownByLineAndColumn() {
        JsonObject problem = node.as("operator")
                .post(TRANSFERS, "{\"comment\":\n  \"a\" \"b\"}")
                .json();

        assertEquals(2, problem.integer("line"));
        assertEquals(7, problem.integer("column"));
    }

    @Test
    public void everyInvalidParameterIsListedAtOnce() {
        JsonObject problem = node.as("operator")
                .post(TRANSFERS, "{\"parameters\":{\"account\":\"gone\",\"colour\":\"red\"}}")
                .json();

        assertEquals(
                Set.of("amount", "colour"),
                Set.copyOf(problem.array("problems").objects().stream()
                        .map(each -> each.text("parameter"))
                        .toList()));
    }

    @Test
    public void aPathOutsideTheApiIsAProblemToo() {
        for (String path :
                List.of("/api", "/api/", "/api/v1x", "/api/v2/me", "/health/other", "/api/v1/", "/services")) {
            assertEquals(
                    path,
                    ProblemType.UNKNOWN_ROUTE.uri(),
                    node.anonymous().get(path).json().text("type"));
        }
    }

    private static Map<ProblemType, Supplier<Answer>> scenarios() {
        Client operator = node.as("operator");
        Map<ProblemType, Supplier<Answer>> scenarios = new EnumMap<>(ProblemType.class);
        scenarios.put(ProblemType.UNREADABLE_JSON, () -> operator.post(TRANSFERS, "{"));
        scenarios.put(ProblemType.INVALID_REQUEST, () -> operator.post(TRANSFERS, "{\"params\":{}}"));
        scenarios.put(ProblemType.UNKNOWN_QUERY_PARAMETER, () -> operator.get("/me?verbose=1"));
        scenarios.put(ProblemType.INVALID_QUERY_PARAMETER, () -> operator.get("/files?limit=1000"));
        scenarios.put(ProblemType.NOT_SIGNED_IN, () -> node.anonymous().get("/me"));
        scenarios.put(ProblemType.WEBHOOK_REFUSED, () -> node.anonymous().post("/hooks/bank/main", "{}"));
        scenarios.put(ProblemType.WEBHOOK_THROTTLED, ProblemTest::messageTooOften);
        scenarios.put(ProblemType.SESSION_EXPIRED, () -> node.as("late").get("/me"));
        scenarios.put(ProblemType.SIGN_IN_REFUSED, () -> signIn("nobody-" + System.nanoTime()));
        scenarios.put(ProblemType.SIGN_IN_THROTTLED, ProblemTest::signInTooOften);
        scenarios.put(ProblemType.PERMISSION_DENIED, () -> operator.get("/users"));
        scenarios.put(ProblemType.BARRED_FROM_APPROVAL, ProblemTest::approveOwn);
        scenarios.put(ProblemType.UNKNOWN_ROUTE, () -> operator.get("/nowhere"));
        scenarios.put(ProblemType.UNKNOWN_OPERATION, () -> operator.get("/operations/bank.nothing"));
        scenarios.put(ProblemType.UNKNOWN_EXECUTION, () -> operator.get("/executions/" + "0".repeat(32)));
        scenarios.put(ProblemType.UNKNOWN_FILE, () -> operator.get("/files/" + "0".repeat(32)));
        scenarios.put(ProblemType.METHOD_NOT_ALLOWED, () -> operator.delete("/me"));
        scenarios.put(ProblemType.NOT_ACCEPTABLE, () -> operator.get("/me", "Accept", "text/html"));
        scenarios.put(ProblemType.IDEMPOTENCY_CONFLICT, ProblemTest::reuseKey);
        scenarios.put(ProblemType.STATE_CONFLICT, () -> {
            JsonObject execution = submitted();
            node.as("both").post("/executions/" + execution.text("id") + "/cancel", "{}");
            return decide(execution, node.as("approver"));
        });
        scenarios.put(
                ProblemType.PLAN_DIGEST_MISMATCH,
                () -> decide(submitted().with("planDigest", Json.of("0".repeat(64))), node.as("approver")));
        scenarios.put(ProblemType.USERNAME_TAKEN, () -> addUser("operator", "seven grey umbrellas"));
        scenarios.put(ProblemType.ACCOUNT_REFUSED, () -> addUser("maria", "short"));
        scenarios.put(ProblemType.BODY_TOO_LARGE, () -> operator.post(TRANSFERS, " ".repeat(1024 * 1024 + 1)));
        scenarios.put(
                ProblemType.FILE_TOO_LARGE,
                () -> operator.upload("/files", "a.csv", "text/csv", "x".repeat((int) TestNode.UPLOAD_BYTES_MAX + 1)));
        scenarios.put(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                () -> operator.send(
                        "POST", TRANSFERS, BodyPublishers.ofString("<a/>"), "Content-Type", "application/xml"));
        scenarios.put(ProblemType.INVALID_PARAMETERS, () -> operator.post(TRANSFERS, "{}"));
        scenarios.put(ProblemType.FILE_REFUSED, () -> operator.upload("/files", "../a.csv", "text/csv", "a"));
        scenarios.put(
                ProblemType.INVALID_UPLOAD,
                () -> operator.send(
                        "POST",
                        "/files",
                        BodyPublishers.ofString("--X--\r\n"),
                        "Content-Type",
                        "multipart/form-data; boundary=X"));
        scenarios.put(
                ProblemType.PLANNING_FAILED,
                () -> operator.post("/operations/bank.transfer/plans", transfer(TransferOperation.UNPLANNABLE)));
        Client administrator = node.as("administrator");
        String plugin = "/plugins/" + TestNode.RELEASE;
        scenarios.put(ProblemType.UNKNOWN_RELEASE, () -> administrator.get("/plugins/" + "0".repeat(64)));
        scenarios.put(ProblemType.RELEASE_CONFLICT, () -> administrator.post(plugin + "/rollback", "{}"));
        scenarios.put(
                ProblemType.RELEASE_TOO_LARGE,
                () -> administrator.upload(
                        "/plugins",
                        "a.jar",
                        "application/java-archive",
                        "x".repeat((int) FakeReleaseInstaller.JAR_BYTES_MAX + 1)));
        scenarios.put(
                ProblemType.RELEASE_UNUSABLE,
                () -> administrator.upload("/plugins", "a.jar", "application/java-archive", "broken"));
        scenarios.put(ProblemType.INTERNAL, ProblemTest::internal);
        scenarios.put(ProblemType.FILE_DAMAGED, ProblemTest::damaged);
        scenarios.put(ProblemType.QUEUE_FULL, ProblemTest::queueFull);
        scenarios.put(ProblemType.PLUGINS_BUSY, ProblemTest::pluginsBusy);
        scenarios.put(ProblemType.TOO_MANY_STREAMS, ProblemTest::tooManyStreams);
        scenarios.put(ProblemType.STARTING, ProblemTest::starting);
        scenarios.put(ProblemType.NOT_READY, ProblemTest::notReady);
        return scenarios;
    }

    private static Answer messageTooOften() {
        for (int i = 0; i < 10_000; i++) {
            Answer answer = node.anonymous().post("/hooks/bank/main", "{}");
            if (answer.status() != 400) {
                return answer;
            }
        }
        throw new AssertionError("nothing slows down messages");
    }

    private static JsonObject transfer(String reference) {
        JsonObject parameters = TRANSFER.object("parameters").with("reference", Json.of(reference));
        return Json.object().put("parameters", parameters).build();
    }

    private static JsonObject submitted() {
        String id = node.as("both").post(TRANSFERS, TRANSFER).json().text("id");
        node.work();
        return node.as("both").get("/executions/" + id).json();
    }

    private static Answer decide(JsonObject execution, Client approver) {
        return approver.post(
                "/executions/" + execution.text("id") + "/approvals",
                Json.object()
                        .put("decision", "APPROVED")
                        .put("planDigest", execution.text("planDigest"))
                        .build());
    }

    private static Answer approveOwn() {
        return decide(submitted(), node.as("both"));
    }

    private static Answer reuseKey() {
        String key = "key-" + System.nanoTime();
        node.as("operator").post(TRANSFERS, TRANSFER, "Idempotency-Key", key);
        return node.as("operator").post(TRANSFERS, transfer("another"), "Idempotency-Key", key);
    }

    private static Answer signIn(String username) {
        return node.anonymous()
                .post(
                        "/session",
                        Json.object()
                                .put("username", username)
                                .put("password", "wrong")
                                .build());
    }

    private static Answer signInTooOften() {
        for (int i = 0; i < 10; i++) {
            Answer answer = signIn("stranger");
            if (answer.status() != 401) {
                return answer;
            }
        }
        throw new AssertionError("ten wrong passwords were all just refused");
    }

    private static Answer addUser(String username, String password) {
        return node.as("administrator")
                .post(
                        "/users",
                        Json.object()
                                .put("username", username)
                                .put("displayName", "Somebody")
                                .put("password", password)
                                .put("roles", Json.texts(List.of("operator")))
                                .build());
    }

    private static Answer internal() {
        node.auditFails = true;
        try {
            return node.as("auditor").get("/audit/entries");
        } finally {
            node.auditFails = false;
        }
    }

    private static Answer damaged() {
        Client operator = node.as("operator");
        JsonObject file = operator.upload("/files", "a.csv", "text/csv", "damaged " + System.nanoTime())
                .json();
        String sha256 = file.text("sha256");
        try (Stream<Path> all = Files.walk(node.directory)) {
            Path content = all.filter(path -> sha256.endsWith(path.getFileName().toString()))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow();
            Files.writeString(content, "tampered");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return operator.get("/files/" + file.text("id") + "/content");
    }

    private static Answer queueFull() {
        try (TestNode other = new TestNode()) {
            Answer answer = other.as("operator").post(TRANSFERS, TRANSFER);
            for (int i = 0; i < TestNode.QUEUE_MAX && answer.status() == 202; i++) {
                answer = other.as("operator").post(TRANSFERS, TRANSFER);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer pluginsBusy() {
        ExecutorService callers = Executors.newFixedThreadPool(TestNode.PLUGIN_THREADS_MAX);
        TransferOperation.Gate gate = TransferOperation.closeGate();
        try {
            for (int i = 0; i < TestNode.PLUGIN_THREADS_MAX; i++) {
                callers.execute(ProblemTest::planUntilTheGateOpens);
            }
            gate.awaitArrivals(TestNode.PLUGIN_THREADS_MAX);
            return node.as("operator").post("/operations/bank.transfer/plans", TRANSFER);
        } finally {
            gate.open();
            callers.shutdown();
        }
    }

    /** A thread that has just finished may still count as busy, so the first try may be refused. */
    private static void planUntilTheGateOpens() {
        int status;
        do {
            status = node.as("operator")
                    .post("/operations/bank.transfer/plans", transfer(TransferOperation.BLOCKING))
                    .status();
        } while (status == 503);
    }

    private static Answer tooManyStreams() {
        List<InputStream> streams = new ArrayList<>();
        try (TestNode other = new TestNode()) {
            Client operator = other.as("operator");
            for (int i = 0; i < TestNode.STREAMS_MAX; i++) {
                streams.add(operator.open("/events").body());
            }
            return operator.get("/events");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            streams.forEach(ProblemTest::close);
        }
    }

    private static Answer starting() {
        node.down();
        try {
            return node.as("operator").get("/me");
        } finally {
            node.up();
        }
    }

    private static Answer notReady() {
        HealthCheck failing = new HealthCheck() {
            @Override
            public String name() {
                return "database";
            }

            @Override
            public Result check() {
                return new Result(false, "cannot be reached at db.example.com; start it");
            }
        };
        try (TestNode other = new TestNode()) {
            other.health.addCheck(failing);
            return other.anonymous().get("/health/ready");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
