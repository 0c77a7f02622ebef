package io.countersign.core.execution;

import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeBackupRecords;
import io.countersign.core.testing.FakeExecutionRepository;
import io.countersign.core.testing.SettableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A database that keeps what it was forced to keep: every commit survives the death of a process, but a loss of power
 * takes the commits since the last intent, or some of them, as it does with H2.
 */
final class SimulatedStore {
    private record Commit(Method verb, List<@Nullable Object> arguments, Instant at) {}

    private final SettableClock clock;
    private final List<Commit> commits = new ArrayList<>();
    private FakeAuditRepository audit = new FakeAuditRepository();
    private FakeExecutionRepository executions;
    private FakeBackupRecords backups;
    private int synced;

    SimulatedStore(SettableClock clock) {
        this.clock = clock;
        this.executions = new FakeExecutionRepository(clock, audit);
        this.backups = new FakeBackupRecords(executions, audit);
    }

    FakeBackupRecords backups() {
        return backups;
    }

    FakeExecutionRepository executions() {
        return executions;
    }

    FakeAuditRepository audit() {
        return audit;
    }

    /** What a node's call of a verb does. */
    @Nullable
    Object call(Method verb, @Nullable Object[] arguments) throws Exception {
        // no two commits at the same instant, as in a real database
        clock.advance(Duration.ofNanos(1_000));
        Object answer = invoke(verb, arguments);
        if (SideEffect.ofVerb(verb.getName()).isPresent()) {
            commits.add(new Commit(verb, Arrays.asList(arguments), clock.instant()));
        }
        if (answer instanceof IntentOutcome outcome && outcome.notedAt() != null) {
            synced = commits.size();
        }
        return answer;
    }

    /** The power goes off and on again: what is left is all that was forced to the disk and some of what came after. */
    void losePower(RandomGenerator random) throws Exception {
        keep(synced + random.nextInt(commits.size() - synced + 1));
    }

    /** The database is replaced by an older one. */
    void restoreBackup(RandomGenerator random) throws Exception {
        keep(random.nextInt(commits.size() + 1));
    }

    private void keep(int kept) throws Exception {
        List<Commit> left = List.copyOf(commits.subList(0, kept));
        Instant now = clock.instant();
        audit = new FakeAuditRepository();
        FakeBackupRecords before = backups;
        executions = new FakeExecutionRepository(clock, audit);
        backups = new FakeBackupRecords(executions, audit);
        commits.clear();
        for (Commit commit : left) {
            clock.set(commit.at());
            invoke(commit.verb(), commit.arguments().toArray());
            commits.add(commit);
        }
        clock.set(now);
        synced = commits.size();
        // what was noted of an earlier backup is part of the database, and old enough to be in this one
        executions.ids().stream().filter(before::isFromBackup).forEach(backups::restore);
    }

    private @Nullable Object invoke(Method verb, @Nullable Object[] arguments) throws Exception {
        try {
            return verb.invoke(executions, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
