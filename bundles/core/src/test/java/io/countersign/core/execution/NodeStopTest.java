package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** A node that stops leaves executions as they are, and the next start goes on. */
public class NodeStopTest {
    @Rule
    public final Platform platform = new Platform();

    private final CountDownLatch reached = new CountDownLatch(1);

    @Test
    public void aRunStopsBetweenEffectsAndGoesOnElsewhere() throws InterruptedException {
        platform.node.plugin.executing = context -> {
            context.effect("rent").perform();
            reached.countDown();
            while (true) {
                context.checkCancelled();
                Thread.onSpinWait();
            }
        };
        ExecutionId id = platform.approved("rent", "food");
        stopWhileWorking();
        assertEquals(ExecutionState.RUNNING, platform.state(id));

        goOnElsewhere();
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(List.of("rent", "food"), platform.bank.paid());
        assertEquals(2, platform.bank.calls().size());
    }

    @Test
    public void anInterruptedHandlerIsUnclearAndFoundOutElsewhere() throws InterruptedException {
        platform.bank.willAnswer("rent", (bank, call) -> {
            Bank.APPLY.to(bank, call);
            reached.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError("not reached");
        });
        ExecutionId id = platform.approved();
        stopWhileWorking();
        assertFalse(platform.actions(id).contains(AuditAction.EXECUTION_FAILED));

        goOnElsewhere();
        assertEquals(ExecutionState.COMPLETED, platform.state(id));
        assertEquals(List.of("rent"), platform.bank.paid());
    }

    @Test
    public void aPlanIsMadeElsewhere() throws InterruptedException {
        platform.node.plugin.planning = context -> {
            reached.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError("not reached");
        };
        ExecutionId id = platform.submit();
        stopWhileWorking();
        assertEquals(ExecutionState.PLANNING, platform.state(id));
        goOnElsewhere();
        assertEquals(ExecutionState.AWAITING_APPROVAL, platform.state(id));
    }

    @Test
    public void aWorkerThatIsInterruptedFailsNothing() throws InterruptedException {
        platform.node.plugin.executing = context -> {
            reached.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError("not reached");
        };
        ExecutionId id = platform.approved();
        Thread worker = platform.workAside();
        assertTrue(reached.await(10, TimeUnit.SECONDS));
        worker.interrupt();
        Platform.join(worker);
        assertEquals(ExecutionState.RUNNING, platform.state(id));
    }

    private void stopWhileWorking() throws InterruptedException {
        Thread worker = platform.workAside();
        assertTrue(reached.await(10, TimeUnit.SECONDS));
        platform.node.close();
        Platform.join(worker);
    }

    private void goOnElsewhere() {
        platform.node = platform.newNode("n2");
        platform.workFor(Duration.ofMinutes(1));
    }
}
