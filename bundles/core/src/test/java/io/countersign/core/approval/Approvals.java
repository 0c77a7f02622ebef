package io.countersign.core.approval;

import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.Ids;
import io.countersign.core.execution.ExecutionRepository;
import io.countersign.core.execution.ExecutionService;
import java.time.Clock;

/** Makes the service for tests of other packages that set the clock. */
public final class Approvals {
    private Approvals() {}

    public static ApprovalService at(
            Clock clock, ExecutionService executions, ExecutionRepository repository, AuditRepository audits) {
        return new ApprovalService(executions, repository, audits, clock, new Ids());
    }
}
