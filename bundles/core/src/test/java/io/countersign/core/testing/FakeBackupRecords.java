package io.countersign.core.testing;

import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.BackupRecords;
import io.countersign.core.execution.Effect;
import io.countersign.core.execution.ExecutionId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a restored backup brought back, in memory. */
public final class FakeBackupRecords implements BackupRecords {
    private final FakeExecutionRepository executions;
    private final FakeAuditRepository audit;
    private final Set<ExecutionId> restored = new HashSet<>();

    public FakeBackupRecords(FakeExecutionRepository executions, FakeAuditRepository audit) {
        this.executions = executions;
        this.audit = audit;
    }

    @Override
    public synchronized Optional<Instant> newestIntentAt() {
        return executions.ids().stream()
                .flatMap(id -> executions.effects(id).stream())
                .map(Effect::firstSentAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }

    @Override
    public synchronized void recordRestored(AuditEntry entry) {
        executions.ids().stream().filter(this::isOpen).forEach(restored::add);
        audit.record(entry);
    }

    /** Notes one execution, as {@link #recordRestored} does. */
    public synchronized void restore(ExecutionId execution) {
        restored.add(execution);
    }

    @Override
    public synchronized boolean isFromBackup(ExecutionId execution) {
        return restored.contains(execution);
    }

    @Override
    public synchronized long openFromBackup() {
        return restored.stream().filter(this::isOpen).count();
    }

    private boolean isOpen(ExecutionId id) {
        return !executions.find(id).orElseThrow().state().isEnd();
    }
}
