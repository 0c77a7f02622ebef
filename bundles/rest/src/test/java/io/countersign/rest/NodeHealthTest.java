package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.BackupHealthCheck;
import io.countersign.core.execution.BackupRecords;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.health.HealthCheck;
import io.countersign.core.testing.SettableClock;
import io.countersign.rest.Client.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public final class NodeHealthTest {
    private final SettableClock clock = new SettableClock();
    private final NodeHealth health = new NodeHealth(clock);

    /** A check whose outcome the test decides. */
    private static final class Database implements HealthCheck {
        private boolean up = true;
        private int looks;

        @Override
        public String name() {
            return "database";
        }

        @Override
        public Result check() {
            looks++;
            if (!up) {
                throw new IllegalStateException("connection refused by 10.0.0.7");
            }
            return new Result(true, "answers in 2 ms at 10.0.0.7");
        }
    }

    @Test
    public void isReadyWhenTheApiIsUpAndEveryCheckPasses() {
        Database database = new Database();
        health.addCheck(database);
        assertEquals(
                "not ready: api", health.readiness().problem().orElseThrow().detail());

        health.apiIs(true);
        assertTrue(health.readiness().problem().isEmpty());

        database.up = false;
        clock.advance(Duration.ofSeconds(1));
        assertEquals(
                "not ready: database",
                health.readiness().problem().orElseThrow().detail());

        health.removeCheck(database);
        clock.advance(Duration.ofSeconds(1));
        assertTrue(health.readiness().problem().isEmpty());
    }

    @Test
    public void looksAtMostOnceASecondHoweverOftenItIsAsked() {
        Database database = new Database();
        health.addCheck(database);
        for (int i = 0; i < 50; i++) {
            health.readiness();
        }
        assertEquals(1, database.looks);

        clock.advance(Duration.ofSeconds(1));
        health.readiness();
        assertEquals(2, database.looks);
    }

    @Test
    public void showsMessagesOnlyToThoseWhoAreSignedIn() throws IOException {
        try (TestNode node = new TestNode()) {
            node.health.addCheck(new Database());

            for (String path : List.of("/health/ready", "/api/v1/health/ready")) {
                Answer ready = node.anonymous().get(path);
                assertEquals(200, ready.status());
                assertEquals("ready", ready.json().text("status"));
                assertFalse(ready.body().contains("10.0.0.7"));
            }
            assertTrue(node.as("executive").get("/api/v1/health").body().contains("10.0.0.7"));
        }
    }

    @Test
    public void aRestoredBackupIsAWarningThatEverybodySeesAndPeopleCanRead() throws IOException {
        try (TestNode node = new TestNode()) {
            node.health.addCheck(new BackupHealthCheck(new OneOpen()));

            Answer ready = node.anonymous().get("/health/ready");
            assertEquals(200, ready.status());
            assertEquals("ready", ready.json().text("status"));
            assertEquals(
                    List.of("backup"),
                    ready.json().array("checks").objects().stream()
                            .filter(check -> check.flag("warning"))
                            .map(check -> check.text("name"))
                            .toList());
            assertTrue(node.as("executive")
                    .get("/api/v1/health")
                    .body()
                    .contains("THE DATABASE WAS RESTORED FROM A BACKUP: 1 execution"));
        }
    }

    /** A database that a backup brought back with one execution that is still open. */
    private static final class OneOpen implements BackupRecords {
        @Override
        public Optional<Instant> newestIntentAt() {
            return Optional.empty();
        }

        @Override
        public void recordRestored(AuditEntry audit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isFromBackup(ExecutionId execution) {
            return true;
        }

        @Override
        public long openFromBackup() {
            return 1;
        }
    }

    @Test
    public void livesAndNamesWhatIsMissingBeforeTheApiIsUp() throws IOException {
        try (TestNode node = new TestNode()) {
            node.down();

            for (String prefix : List.of("", ApiDoor.API)) {
                assertEquals(200, node.anonymous().get(prefix + "/health/live").status());
                Answer ready = node.anonymous().get(prefix + "/health/ready");
                assertEquals(503, ready.status());
                assertEquals(
                        List.of("api"),
                        ready.json().array("checks").objects().stream()
                                .filter(check -> !check.flag("ready"))
                                .map(check -> check.text("name"))
                                .toList());
            }
            assertEquals("1", node.as("operator").get("/me").header("Retry-After"));
            node.up();
            assertEquals(200, node.as("operator").get("/me").status());
        }
    }
}
