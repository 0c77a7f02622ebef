package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.health.HealthCheck;
import io.countersign.core.testing.FakeReleaseInstaller;
import io.countersign.rest.Client.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Brings about every type of problem, as callers do. */
final class ProblemScenarios {
    private static final JsonObject TRANSFER = Transfers.of("rent");

    private final TestNode node;

    ProblemScenarios(TestNode node) {
        this.node = node;
    }

    /** How each type comes about; each may be asked for several times. */
    Map<ProblemType, Supplier<Answer>> all() {
        Client operator = node.as("operator");
        Map<ProblemType, Supplier<Answer>> scenarios = new EnumMap<>(ProblemType.class);
        scenarios.put(ProblemType.UNREADABLE_JSON, () -> operator.post(Transfers.PATH, "{"));
        scenarios.put(ProblemType.INVALID_REQUEST, () -> operator.post(Transfers.PATH, "{\"params\":{}}"));
        scenarios.put(ProblemType.UNKNOWN_QUERY_PARAMETER, () -> operator.get("/me?verbose=1"));
        scenarios.put(ProblemType.INVALID_QUERY_PARAMETER, () -> operator.get("/files?limit=1000"));
        scenarios.put(ProblemType.NOT_SIGNED_IN, () -> node.anonymous().get("/me"));
        scenarios.put(ProblemType.WEBHOOK_REFUSED, () -> node.anonymous().post("/hooks/bank/main", "{}"));
        scenarios.put(ProblemType.WEBHOOK_THROTTLED, this::messageTooOften);
        scenarios.put(ProblemType.SESSION_EXPIRED, () -> node.as("late").get("/me"));
        scenarios.put(ProblemType.SIGN_IN_REFUSED, () -> signIn("nobody-" + System.nanoTime()));
        scenarios.put(ProblemType.SIGN_IN_THROTTLED, this::signInTooOften);
        scenarios.put(ProblemType.PERMISSION_DENIED, () -> operator.get("/users"));
        scenarios.put(ProblemType.BARRED_FROM_APPROVAL, this::approveOwn);
        scenarios.put(ProblemType.UNKNOWN_ROUTE, () -> operator.get("/nowhere"));
        scenarios.put(ProblemType.UNKNOWN_OPERATION, () -> operator.get("/operations/bank.nothing"));
        scenarios.put(ProblemType.UNKNOWN_EXECUTION, () -> operator.get("/executions/" + "0".repeat(32)));
        scenarios.put(ProblemType.UNKNOWN_FILE, () -> operator.get("/files/" + "0".repeat(32)));
        scenarios.put(ProblemType.METHOD_NOT_ALLOWED, () -> operator.delete("/me"));
        scenarios.put(ProblemType.NOT_ACCEPTABLE, () -> operator.get("/me", "Accept", "text/html"));
        scenarios.put(ProblemType.IDEMPOTENCY_CONFLICT, this::reuseKey);
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
        scenarios.put(ProblemType.BODY_TOO_LARGE, () -> operator.post(Transfers.PATH, " ".repeat(1024 * 1024 + 1)));
        scenarios.put(
                ProblemType.FILE_TOO_LARGE,
                () -> operator.upload("/files", "a.csv", "text/csv", "x".repeat((int) TestNode.UPLOAD_BYTES_MAX + 1)));
        scenarios.put(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                () -> operator.send(
                        "POST", Transfers.PATH, BodyPublishers.ofString("<a/>"), "Content-Type", "application/xml"));
        scenarios.put(ProblemType.INVALID_PARAMETERS, () -> operator.post(Transfers.PATH, "{}"));
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
                () -> operator.post("/operations/bank.transfer/plans", Transfers.of(TransferOperation.UNPLANNABLE)));
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
        scenarios.put(ProblemType.INTERNAL, this::internal);
        scenarios.put(ProblemType.FILE_DAMAGED, this::damaged);
        scenarios.put(ProblemType.QUEUE_FULL, this::queueFull);
        scenarios.put(ProblemType.PLUGINS_BUSY, this::pluginsBusy);
        scenarios.put(ProblemType.TOO_MANY_STREAMS, this::tooManyStreams);
        scenarios.put(ProblemType.STARTING, this::starting);
        scenarios.put(ProblemType.NOT_READY, this::notReady);
        return scenarios;
    }

    private Answer messageTooOften() {
        for (int i = 0; i < 10_000; i++) {
            Answer answer = node.anonymous().post("/hooks/bank/main", "{}");
            if (answer.status() != 400) {
                return answer;
            }
        }
        throw new AssertionError("nothing slows down messages");
    }

    private JsonObject submitted() {
        String id = node.as("both").post(Transfers.PATH, TRANSFER).json().text("id");
        node.work();
        return node.as("both").get("/executions/" + id).json();
    }

    private Answer decide(JsonObject execution, Client approver) {
        return approver.post(
                "/executions/" + execution.text("id") + "/approvals",
                Json.object()
                        .put("decision", "APPROVED")
                        .put("planDigest", execution.text("planDigest"))
                        .build());
    }

    private Answer approveOwn() {
        return decide(submitted(), node.as("both"));
    }

    private Answer reuseKey() {
        String key = "key-" + System.nanoTime();
        node.as("operator").post(Transfers.PATH, TRANSFER, "Idempotency-Key", key);
        return node.as("operator").post(Transfers.PATH, Transfers.of("another"), "Idempotency-Key", key);
    }

    private Answer signIn(String username) {
        return node.anonymous()
                .post(
                        "/session",
                        Json.object()
                                .put("username", username)
                                .put("password", "wrong")
                                .build());
    }

    private Answer signInTooOften() {
        for (int i = 0; i < 10; i++) {
            Answer answer = signIn("stranger");
            if (answer.status() != 401) {
                return answer;
            }
        }
        throw new AssertionError("ten wrong passwords were all just refused");
    }

    private Answer addUser(String username, String password) {
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

    /** A defect: the log cannot be read. */
    Answer internal() {
        node.auditFails = true;
        try {
            return node.as("auditor").get("/audit/entries");
        } finally {
            node.auditFails = false;
        }
    }

    private Answer damaged() {
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

    private Answer queueFull() {
        try (TestNode other = new TestNode()) {
            Answer answer = other.as("operator").post(Transfers.PATH, TRANSFER);
            for (int i = 0; i < TestNode.QUEUE_MAX && answer.status() == 202; i++) {
                answer = other.as("operator").post(Transfers.PATH, TRANSFER);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer pluginsBusy() {
        ExecutorService callers = Executors.newFixedThreadPool(TestNode.PLUGIN_THREADS_MAX);
        TransferOperation.Gate gate = TransferOperation.closeGate();
        try {
            for (int i = 0; i < TestNode.PLUGIN_THREADS_MAX; i++) {
                callers.execute(this::planUntilTheGateOpens);
            }
            gate.awaitArrivals(TestNode.PLUGIN_THREADS_MAX);
            return node.as("operator").post("/operations/bank.transfer/plans", TRANSFER);
        } finally {
            gate.open();
            callers.shutdown();
        }
    }

    /** A thread that has just finished may still count as busy, so the first try may be refused. */
    private void planUntilTheGateOpens() {
        int status;
        do {
            status = node.as("operator")
                    .post("/operations/bank.transfer/plans", Transfers.of(TransferOperation.BLOCKING))
                    .status();
        } while (status == 503);
    }

    private Answer tooManyStreams() {
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
            streams.forEach(ProblemScenarios::close);
        }
    }

    private Answer starting() {
        node.down();
        try {
            return node.as("operator").get("/me");
        } finally {
            node.up();
        }
    }

    private Answer notReady() {
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
