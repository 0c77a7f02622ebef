package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** What runs on a release that ends stops at its next effect, and says how far it came. */
public class ReleaseEndTest {
    private static final Duration DEADLINE = Duration.ofHours(1);

    @Rule
    public final Platform platform = new Platform();

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    public void withdrawingTheReleaseStopsWhatRunsAtItsNextEffect() throws InterruptedException {
        ExecutionId id = runningUntilReleased();

        platform.node.registry.limitRuns(Node.DIGEST, platform.clock.instant(), Duration.ZERO);

        Platform.await("it has ended", () -> platform.state(id) == ExecutionState.FAILED);
        assertEquals("release_ended", platform.failure(id).code());
        assertTrue(platform.failure(id).message().endsWith("1 of 2 effects applied, 1 not started"));
        assertEquals(List.of("rent"), platform.bank.paid());
    }

    @Test
    public void aReplacedReleaseHasUntilItsDeadline() throws InterruptedException {
        ExecutionId id = runningUntilReleased();

        platform.node.registry.limitRuns(Node.DIGEST, platform.clock.instant(), DEADLINE);
        platform.clock.advance(DEADLINE.minusSeconds(1));
        Platform.await("the run has looked", platform.heartbeats(3));
        goOn.countDown();

        Platform.await("it has ended", () -> platform.state(id) == ExecutionState.COMPLETED);
        assertEquals(List.of("rent", "food"), platform.bank.paid());
    }

    @Test
    public void theDeadlineOfALaterRunBeginsWithIt() {
        ExecutionId id = platform.approved("rent");
        platform.node.registry.limitRuns(Node.DIGEST, platform.clock.instant().minus(Duration.ofDays(2)), DEADLINE);

        platform.work();

        assertEquals(ExecutionState.COMPLETED, platform.state(id));
    }

    @Test
    public void whatHasSentNothingYetIsStale() {
        ExecutionId id = platform.approved("rent");
        platform.node.registry.limitRuns(Node.DIGEST, platform.clock.instant(), Duration.ZERO);

        platform.work();

        assertEquals(ExecutionState.STALE, platform.state(id));
        assertEquals(List.of(), platform.bank.paid());
        assertTrue(platform.actions(id).contains(AuditAction.EXECUTION_STALE));
    }

    @Test
    public void anUnclearEffectIsClearedUpBeforeTheRunEnds() throws InterruptedException {
        platform.bank.willAnswer("rent", (bank, call) -> {
            reached.countDown();
            Platform.await("released", () -> goOn.getCount() == 0);
            Bank.APPLY.to(bank, call);
            throw new IllegalStateException("the line broke after the payment");
        });
        ExecutionId id = platform.approved("rent", "food");
        Thread worker = platform.workAside();
        assertTrue(reached.await(10, TimeUnit.SECONDS));
        platform.node.registry.limitRuns(Node.DIGEST, platform.clock.instant(), Duration.ZERO);
        Platform.await("the run has seen it", platform.heartbeats(3));
        goOn.countDown();
        Platform.join(worker);

        platform.workFor(Duration.ofHours(3));

        assertEquals(ExecutionState.FAILED, platform.state(id));
        assertTrue(platform.failure(id).message().endsWith("1 of 2 effects applied, 1 not started"));
        assertEquals(List.of("rent"), platform.bank.paid());
    }

    /** One effect is done, and the operation is between two. */
    private ExecutionId runningUntilReleased() throws InterruptedException {
        platform.node.plugin.executing = context -> {
            context.effect("rent").perform();
            reached.countDown();
            goOn.await();
            return context.performAllInOrder();
        };
        ExecutionId id = platform.approved("rent", "food");
        platform.workAside();
        assertTrue(reached.await(10, TimeUnit.SECONDS));
        return id;
    }
}
