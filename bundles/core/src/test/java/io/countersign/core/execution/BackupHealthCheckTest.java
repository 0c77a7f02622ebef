package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.health.HealthCheck.Result;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeBackupRecords;
import io.countersign.core.testing.FakeExecutionRepository;
import io.countersign.core.testing.Samples;
import io.countersign.core.testing.SettableClock;
import org.junit.Test;

public final class BackupHealthCheckTest {
    private final FakeAuditRepository audit = new FakeAuditRepository();
    private final FakeExecutionRepository executions = new FakeExecutionRepository(new SettableClock(), audit);
    private final FakeBackupRecords backups = new FakeBackupRecords(executions, audit);
    private final BackupHealthCheck check = new BackupHealthCheck(backups);

    @Test
    public void warnsWhileExecutionsOfABackupAreOpen() {
        ExecutionId one = Samples.submitted(executions);
        ExecutionId other = Samples.submitted(executions);
        assertFalse(check.check().warning());

        backups.recordRestored(Samples.audit(AuditAction.DATABASE_RESTORED, one));
        Samples.submitted(executions);

        Result two = check.check();
        assertTrue("it serves all the same", two.ready());
        assertTrue(two.warning());
        assertTrue(two.message(), two.message().contains(": 2 executions that it brought back are still open;"));

        end(one);
        assertTrue(check.check().message().contains(": 1 execution that it brought back is still open;"));
        end(other);
        assertEquals(new Result(true, false, "no execution of a restored backup is open"), check.check());
    }

    private void end(ExecutionId execution) {
        executions.recordChange(
                Samples.change(execution, ExecutionState.PLANNING, ExecutionState.CANCELLED)
                        .build(),
                Samples.audit(AuditAction.EXECUTION_CANCELLED, execution));
    }
}
