package io.countersign.core.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.Ids;
import io.countersign.core.execution.Effect;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.Intent;
import io.countersign.core.execution.StateChange;
import java.time.Instant;
import java.util.Optional;
import org.junit.Test;

/** What every {@link io.countersign.core.execution.BackupRecords} keeps. */
public abstract class BackupContract extends ContractTest {

    @Test
    public void newestIntentIsTheLatestOfAllExecutions() {
        ExecutionId execution = submitted();
        PlannedEffect planned = Samples.plannedEffect("pay", "lock-" + new Ids().next());
        long fence = Samples.started(ports.executions(), execution, planned);
        Intent intent = new Intent(
                execution,
                "pay",
                "bank",
                "main",
                planned.lockKey(),
                1,
                "cs1_" + execution,
                planned.request(),
                planned.amount());
        ports.executions().recordIntent(intent, fence, Samples.audit(AuditAction.EFFECT_INTENT, execution));

        Optional<Instant> noted = ports.executions().effects(execution).stream()
                .map(Effect::firstSentAt)
                .findFirst();
        assertEquals(noted, ports.backups().newestIntentAt());
    }

    @Test
    public void everyExecutionThatHasNotEndedIsFromTheBackupAndStaysSo() {
        ExecutionId open = submitted();
        ExecutionId ended = submitted();
        end(ended);
        assertFalse(ports.backups().isFromBackup(open));
        long before = ports.backups().openFromBackup();

        ports.backups().recordRestored(Samples.audit(AuditAction.DATABASE_RESTORED, open));
        ports.backups().recordRestored(Samples.audit(AuditAction.DATABASE_RESTORED, open));

        assertTrue(ports.backups().isFromBackup(open));
        assertFalse(ports.backups().isFromBackup(ended));
        ExecutionId later = submitted();
        assertFalse(ports.backups().isFromBackup(later));
        assertEquals(
                2, audited(open).stream().filter("database.restored"::equals).count());
        long marked = ports.backups().openFromBackup();
        assertTrue(marked > before);
        end(open);
        assertEquals(marked - 1, ports.backups().openFromBackup());
        assertTrue(ports.backups().isFromBackup(open));
    }

    private void end(ExecutionId execution) {
        ports.executions()
                .recordChange(
                        StateChange.of(
                                        execution,
                                        ExecutionState.PLANNING,
                                        ExecutionState.CANCELLED,
                                        Instant.parse("2026-11-22T12:00:00Z"))
                                .build(),
                        Samples.audit(AuditAction.EXECUTION_CANCELLED, execution));
    }
}
