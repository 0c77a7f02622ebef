package io.countersign.core.execution;

import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeExecutionRepository;
import io.countersign.core.testing.SettableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A database that keeps what it was forced to keep: every commit survives the death of a process, but a loss of power
 * takes the commits since the last intent, or some of them, as it does with H2.
 */
final class SimulatedStore {
    private record Commit(Method verb, @Nullable Object[] arguments, Instant at) {}

    private final SettableClock clock;
    private final List<Commit> commits = new ArrayList<>();
    private FakeAuditRepository audit = new FakeAuditRepository();
    private FakeExecutionRepository executions;
    private int synced;

    SimulatedStore(SettableClock clock) {
        this.clock = clock;
        this.executions = new FakeExecutionRepository(clock, audit);
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
        Object answer = invoke(verb, arguments);
        if (SideEffect.ofVerb(verb.getName()).isPresent()) {
            commits.add(new Commit(verb, arguments, clock.instant()));
        }
        if (answer instanceof IntentOutcome outcome && outcome.notedAt() != null) {
            synced = commits.size();
        }
        return answer;
    }

    /** The power goes off and on again: what is left is all that was forced to the disk and some of what came after. */
    void losePower(RandomGenerator random) throws Exception {
        int kept = synced + random.nextInt(commits.size() - synced + 1);
        List<Commit> left = List.copyOf(commits.subList(0, kept));
        Instant now = clock.instant();
        audit = new FakeAuditRepository();
        executions = new FakeExecutionRepository(clock, audit);
        commits.clear();
        for (Commit commit : left) {
            clock.set(commit.at());
            invoke(commit.verb(), commit.arguments());
            commits.add(commit);
        }
        clock.set(now);
        synced = commits.size();
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
