package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The database is an older one than this node has worked with: nothing it does not know of is paid again. */
public class RestoredBackupTest {
    @Rule
    public final Platform platform = new Platform();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void whatWasPaidSinceTheBackupIsAdoptedAndTheRestWaitsForPeople() {
        ExecutionId id = platform.approved("rent", "tax");
        restoreBackup();
        platform.bank.bookLate(id, platform.effect(id, "rent"));

        platform.node = platform.newNode("n2");
        platform.work();
        assertEquals(ExecutionState.RESOLVING, platform.state(id));
        platform.workFor(Duration.ofMinutes(16));

        assertEquals(EffectState.APPLIED, platform.effect(id, "rent").state());
        assertEquals(EffectState.UNKNOWN, platform.effect(id, "tax").state());
        assertEquals(ExecutionState.NEEDS_ATTENTION, platform.state(id));
        assertEquals("nothing is sent", List.of(), platform.bank.calls());
        assertEquals(List.of("rent"), platform.bank.paid());
        assertTrue(platform.actionsOfNode().contains(AuditAction.DATABASE_RESTORED));
        assertEquals(1, platform.backups.openFromBackup());
    }

    /** It may have been sent at any time since, however long ago the backup was made. */
    @Test
    public void looksThroughEverythingSinceTheSubmission() {
        ExecutionId id = platform.approved("rent");
        Instant submitted = platform.execution(id).createdAt();
        restoreBackup();
        platform.node = platform.newNode("n2");
        platform.workFor(Duration.ofMinutes(16));
        assertEquals(ExecutionState.NEEDS_ATTENTION, platform.state(id));

        for (String person : List.of("u-one", "u-other")) {
            platform.node.resolutions.propose(Samples.caller(person), id, "rent", false, null, "I called the bank");
        }

        assertEquals(EffectState.NOT_APPLIED, platform.effect(id, "rent").state());
        assertEquals(Set.of(submitted), Set.copyOf(platform.bank.lookedSince()));
        assertEquals(
                "two by the platform, one fresh", 3, platform.bank.lookedSince().size());
    }

    @Test
    public void anExecutionThatWasRunningSendsNothingMoreEither() {
        Node first = platform.node;
        first.afterVerb("recordOutcome", first::die);
        ExecutionId id = platform.approved("rent", "tax");
        assertThrows(RuntimeException.class, platform::work);
        assertTrue(first.isDead());
        assertEquals(EffectState.PLANNED, platform.effect(id, "tax").state());
        restoreBackup();
        platform.bank.bookLate(id, platform.effect(id, "tax"));

        platform.node = platform.newNode("n2");
        platform.workFor(Duration.ofMinutes(1));

        assertEquals(List.of("rent", "tax"), platform.bank.paid());
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals("only what was sent before", 1, platform.bank.calls().size());
    }

    @Test
    public void whatIsSubmittedAfterwardsIsPaidAsAlways() {
        platform.approved("rent");
        restoreBackup();
        platform.node = platform.newNode("n2");
        ExecutionId later = platform.approved("tax");
        platform.work();
        assertEquals(ExecutionState.COMPLETED, platform.state(later));
    }

    @Test
    public void aDatabaseThatKnowsTheNewestIntentIsTrusted() {
        ExecutionId id = platform.approved("rent");
        platform.work();
        platform.node = platform.newNode("n2");
        ExecutionId next = platform.approved("tax");
        platform.work();
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(ExecutionState.COMPLETED, platform.state(next));
        assertFalse(platform.actionsOfNode().contains(AuditAction.DATABASE_RESTORED));
    }

    @Test
    public void theMarkIsOnTheDiskBeforeTheEffectIsSent() {
        platform.node.plugin.beforeCall = () -> {
            try (IntentMark written = platform.mark()) {
                assertEquals(platform.backups.newestIntentAt(), written.newest());
            }
        };
        ExecutionId id = platform.approved("rent");
        platform.work();
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
    }

    @Test
    public void aDamagedMarkIsNamedWithTheRemedy() throws IOException {
        Path path = folder.getRoot().toPath().resolve("mark");
        Files.writeString(path, "yesterday");
        IllegalStateException damaged = assertThrows(IllegalStateException.class, () -> IntentMark.open(path));
        String message = String.valueOf(damaged.getMessage());
        assertTrue(message, message.contains(path.toString()) && message.contains("delete the file"));
    }

    @Test
    public void theMarkIsRaisedAndNeverLowered() throws IOException {
        Path path = folder.getRoot().toPath().resolve("mark");
        Instant early = Instant.parse("2026-11-22T12:00:00Z");
        Instant late = Instant.parse("2026-11-22T12:00:00.123456Z");
        try (IntentMark mark = IntentMark.open(path)) {
            mark.raise(late);
            mark.raise(early);
        }
        try (IntentMark mark = IntentMark.open(path)) {
            assertEquals(late, mark.newest().orElseThrow());
        }
    }

    /** This node has noted an intent that the database does not know. */
    private void restoreBackup() {
        platform.clock.advance(Duration.ofHours(1));
        try (IntentMark mark = platform.mark()) {
            mark.raise(platform.clock.instant());
        }
    }
}
