package io.countersign.core.release;

import io.countersign.api.json.Json;
import io.countersign.core.access.Caller;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionFilter;
import io.countersign.core.execution.ExecutionRepository;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.Failure;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.registry.Release;
import io.countersign.core.time.SharedClock;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what was planned for a release that a person has withdrawn: it can never start, and must not wait for ever. */
@Component(service = StaleExecutions.class)
public final class StaleExecutions {
    private static final Logger LOG = LoggerFactory.getLogger(StaleExecutions.class);
    private static final Set<ExecutionState> NOT_STARTED =
            Set.of(ExecutionState.AWAITING_APPROVAL, ExecutionState.SCHEDULED, ExecutionState.QUEUED);

    private final ExecutionRepository executions;
    private final AuditTrail trail;
    private final Clock clock;

    @Activate
    public StaleExecutions(@Reference ExecutionRepository executions, @Reference SharedClock clock) {
        this.executions = executions;
        this.trail = new AuditTrail(clock, new Ids());
        this.clock = clock;
    }

    /** Ends all of them; whatever starts or ends meanwhile is left alone. Answers how many were ended. */
    public int end(Caller actor, Release withdrawn) {
        int ended = 0;
        ExecutionFilter.Cursor before = null;
        List<Execution> page;
        do {
            page = executions.list(
                    new ExecutionFilter(NOT_STARTED, null, null, null, null, before, ExecutionFilter.LIMIT_MAX));
            for (Execution execution : page) {
                if (withdrawn.digest().equals(execution.releaseDigest()) && end(actor, execution, withdrawn)) {
                    ended++;
                }
                before = new ExecutionFilter.Cursor(execution.createdAt(), execution.id());
            }
        } while (page.size() == ExecutionFilter.LIMIT_MAX);
        return ended;
    }

    private boolean end(Caller actor, Execution execution, Release withdrawn) {
        String message = "release " + withdrawn.digest() + " it was planned for was withdrawn; nothing was sent, submit"
                + " again to plan anew";
        StateChange change = StateChange.of(
                        execution.id(),
                        execution.state(),
                        ExecutionState.STALE,
                        clock.instant().truncatedTo(ChronoUnit.MICROS))
                .failure(new Failure("release_withdrawn", message))
                .build();
        try {
            executions.recordChange(
                    change,
                    trail.entry(
                            actor,
                            AuditAction.EXECUTION_STALE,
                            "execution:" + execution.id(),
                            Json.object()
                                    .put("reason", message)
                                    .put("release", withdrawn.digest())
                                    .build()));
            return true;
        } catch (StateConflictException e) {
            LOG.info("Execution {} is not made stale: {}", execution.id(), e.getMessage());
            return false;
        }
    }
}
