package io.countersign.core.testing;

import io.countersign.core.access.SessionRepository;
import io.countersign.core.access.UserRepository;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.execution.BackupRecords;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository;
import io.countersign.core.execution.WorkItem;
import io.countersign.core.file.FileRepository;
import io.countersign.core.inbound.InboundRepository;
import io.countersign.core.registry.ReleaseRepository;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/**
 * One implementation of all ports on one store, as the contracts need it. The store may hold what other tests left.
 *
 * @param work the pending work items of an execution, in no particular order; delays are not told
 */
public record PortsUnderTest(
        ExecutionRepository executions,
        FileRepository files,
        UserRepository users,
        SessionRepository sessions,
        ReleaseRepository releases,
        BackupRecords backups,
        AuditRepository audit,
        InboundRepository inbound,
        Function<ExecutionId, List<WorkItem>> work) {

    /** All fakes on one another. */
    public static PortsUnderTest fakes(Clock clock) {
        FakeAuditRepository audit = new FakeAuditRepository();
        FakeSessionRepository sessions = new FakeSessionRepository(audit);
        FakeExecutionRepository executions = new FakeExecutionRepository(clock, audit);
        return new PortsUnderTest(
                executions,
                new FakeFileRepository(executions, audit),
                new FakeUserRepository(audit, sessions),
                sessions,
                new FakeReleaseRepository(executions, audit),
                new FakeBackupRecords(executions, audit),
                audit,
                new FakeInboundRepository(executions, audit),
                execution -> executions.work().items().stream()
                        .filter(item -> item.execution().equals(execution))
                        .toList());
    }
}
