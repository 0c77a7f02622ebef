package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.InvalidParametersException;
import io.countersign.api.operation.ValidationResult;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.Ids;
import io.countersign.core.audit.Refusals;
import io.countersign.core.file.StoredFile;
import io.countersign.core.plan.PlanDocument;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.UnknownOperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What people do with executions: submit, look, cancel. */
@Component(service = ExecutionService.class)
public final class ExecutionService {
    private static final int PAGE_MAX = 1000;
    private static final Duration SCHEDULE_AHEAD_MAX = Duration.ofDays(366);

    private final EngineParts parts;
    private final Planner planner;
    private final Submissions submissions;
    private final QueueLimit queue;
    private final Refusals refusals;
    private final Ids ids;

    @Activate
    public ExecutionService(@Reference ExecutionEngine engine) {
        this(engine, new Ids());
    }

    ExecutionService(ExecutionEngine engine, Ids ids) {
        this.parts = engine.parts();
        this.planner = engine.planner();
        this.submissions = new Submissions(parts);
        this.queue = new QueueLimit(parts);
        this.refusals = new Refusals(parts.audits(), parts.trail());
        this.ids = ids;
    }

    /**
     * Accepts a request: it is checked, written down and then planned by a worker. The same idempotency key with the same
     * body answers the same execution.
     *
     * @throws UnknownOperationException when no plug-in offers the operation
     * @throws InvalidParametersException with every problem of the parameters
     * @throws IdempotencyConflictException when the key stands for another body
     * @throws QueueFullException when too many are waiting; nothing is written
     */
    public Execution submit(Caller caller, SubmitRequest request) {
        return refusals.noting(caller, "operation:" + request.operation(), () -> {
            caller.require(Permission.toExecute(request.operation()));
            DeployedOperation operation = operation(request.operation());
            JsonObject parameters = submissions.freeze(caller, operation, request.parameters());
            requireNear(request.scheduledFor());
            queue.requireRoom();
            return record(caller, request, parameters, null);
        });
    }

    /**
     * Submits anew what an ended execution has left undone: the same operation with the same parameters and files. Its plan
     * leaves out every effect that was applied before, so that nothing is paid again.
     *
     * @param idempotencyKey as for {@link #submit}; null for none
     * @throws StateConflictException when the execution has not ended, has left nothing to do, or was repeated already
     */
    public Execution repeat(Caller caller, ExecutionId id, String comment, @Nullable String idempotencyKey) {
        return refusals.noting(caller, EngineParts.subject(id), () -> {
            Execution earlier = get(caller, id);
            caller.require(Permission.toExecute(earlier.operation()));
            Repetition.requireRepeatable(earlier);
            DeployedOperation operation = operation(earlier.operation());
            JsonObject given = Repetition.givenParameters(operation.schema(), earlier.parameters());
            JsonObject parameters = submissions.freeze(caller, operation, given);
            SubmitRequest request = new SubmitRequest(earlier.operation(), given, comment, null, idempotencyKey);
            queue.requireRoom();
            return record(caller, request, parameters, id);
        });
    }

    /** Says whether the parameters are acceptable, with every problem; writes nothing. */
    public ValidationResult validate(Caller caller, String operationName, JsonObject parameters) {
        caller.require(Permission.toExecute(operationName));
        try {
            submissions.freeze(caller, operation(operationName), parameters);
            return ValidationResult.valid();
        } catch (InvalidParametersException e) {
            return e.result();
        }
    }

    /** Makes a plan that is shown and forgotten: nothing can be executed from it. */
    public PlanDocument preview(Caller caller, String operationName, JsonObject given) {
        caller.require(Permission.toExecute(operationName));
        DeployedOperation operation = operation(operationName);
        JsonObject parameters = submissions.freeze(caller, operation, given);
        ExecutionId id = new ExecutionId(ids.next());
        return planner.plan(operation, id, parameters, Repetition.none(), new LiveLog(parts.clock(), 0));
    }

    /** Returns the execution, or throws {@link UnknownExecutionException}, also when the caller may not see it. */
    public Execution get(Caller caller, ExecutionId id) {
        return parts.executions()
                .find(id)
                .filter(execution -> maySee(caller, execution))
                .orElseThrow(() -> new UnknownExecutionException(id));
    }

    /** Executions the caller may see, newest first. */
    public List<Execution> list(Caller caller, ExecutionFilter filter) {
        if (caller.may(Permission.EXECUTION_READ_ALL)) {
            return parts.executions().list(filter);
        }
        caller.require(Permission.EXECUTION_READ_OWN);
        if (filter.initiatorId() != null && !filter.initiatorId().equals(caller.userId())) {
            return List.of();
        }
        return parts.executions()
                .list(new ExecutionFilter(
                        filter.states(),
                        filter.operation(),
                        caller.userId(),
                        filter.from(),
                        filter.to(),
                        filter.before(),
                        filter.limit()));
    }

    /** Ids that start with the text, newest first, for completion; only those the caller may see. */
    public List<ExecutionId> idsByPrefix(Caller caller, String prefix, int limit) {
        return parts.executions().findIdsByPrefix(prefix, limit).stream()
                .filter(id -> parts.executions()
                        .find(id)
                        .filter(execution -> maySee(caller, execution))
                        .isPresent())
                .toList();
    }

    /** The stored plan, or throws {@link StateConflictException} while there is none. */
    public StoredPlan plan(Caller caller, ExecutionId id) {
        Execution execution = get(caller, id);
        return parts.executions()
                .findPlan(id)
                .orElseThrow(() -> new StateConflictException(
                        id, "execution " + id + " has no plan; its state is " + execution.state()));
    }

    /** The effects in the order of the plan. */
    public List<Effect> effects(Caller caller, ExecutionId id) {
        get(caller, id);
        return parts.executions().effects(id);
    }

    public List<Decision> decisions(Caller caller, ExecutionId id) {
        get(caller, id);
        return parts.executions().decisions(id);
    }

    /** Log lines after the given number, at most 1,000. */
    public List<LogLine> logs(Caller caller, ExecutionId id, long afterNumber, int limit) {
        get(caller, id);
        return parts.executions().logs(id, afterNumber, Math.min(limit, PAGE_MAX));
    }

    /** Events after the given number, at most 1,000. */
    public List<ExecutionEvent> events(Caller caller, ExecutionId id, long afterNumber, int limit) {
        get(caller, id);
        return parts.executions().events(id, afterNumber, Math.min(limit, PAGE_MAX));
    }

    /** Newest versions of the files the execution wrote. */
    public List<StoredFile> files(Caller caller, ExecutionId id) {
        get(caller, id);
        return parts.files().outputs(id.text());
    }

    /** Executions the caller may see that changed at or after the given time, oldest change first. */
    public List<ExecutionRepository.ChangedExecution> changedSince(Caller caller, Instant since, int limit) {
        boolean all = caller.may(Permission.EXECUTION_READ_ALL);
        if (!all) {
            caller.require(Permission.EXECUTION_READ_OWN);
        }
        return parts.executions().changedSince(since, Math.min(limit, PAGE_MAX)).stream()
                .filter(changed -> all || changed.initiatorId().equals(caller.userId()))
                .toList();
    }

    /**
     * Stops an execution: at once while it waits; a running one stops between effects. Cancelling what is already
     * cancelled or being cancelled changes nothing.
     *
     * @throws StateConflictException when it has ended, or an effect is open or unknown
     */
    public Execution cancel(Caller caller, ExecutionId id, String comment) {
        return refusals.noting(caller, EngineParts.subject(id), () -> {
            Execution execution = get(caller, id);
            boolean own = execution.initiatorId().equals(caller.userId());
            caller.require(own ? Permission.EXECUTION_CANCEL_OWN : Permission.EXECUTION_CANCEL_ALL);
            new Cancellation(parts).cancel(caller, execution, comment);
            return get(caller, id);
        });
    }

    private Execution record(
            Caller caller, SubmitRequest request, JsonObject parameters, @Nullable ExecutionId repeats) {
        String digest = request.digest(repeats);
        ExecutionId id = new ExecutionId(ids.next());
        NewExecution submission = new NewExecution(
                id,
                request.operation(),
                parameters,
                caller.userId(),
                caller.username(),
                request.comment(),
                request.scheduledFor(),
                repeats,
                request.idempotencyKey(),
                digest,
                parts.now());
        JsonObject details = Json.object()
                .put("operation", request.operation())
                .put("parameters", parameters)
                .put("comment", request.comment())
                .putIfPresent("repeats", repeats == null ? null : repeats.text())
                .build();
        ExecutionRepository.SubmissionOutcome outcome = parts.executions()
                .recordSubmission(
                        submission,
                        parts.trail().entry(caller, AuditAction.EXECUTION_SUBMITTED, EngineParts.subject(id), details));
        @Nullable String key = request.idempotencyKey();
        if (key != null && !outcome.created() && !outcome.requestDigest().equals(digest)) {
            throw new IdempotencyConflictException(key, outcome.execution().id());
        }
        return outcome.execution();
    }

    private void requireNear(@Nullable Instant scheduledFor) {
        if (scheduledFor != null && scheduledFor.isAfter(parts.now().plus(SCHEDULE_AHEAD_MAX))) {
            throw new InvalidRequestException(
                    "scheduledFor",
                    "is " + scheduledFor + ", more than " + SCHEDULE_AHEAD_MAX.toDays() + " days ahead");
        }
    }

    private DeployedOperation operation(String name) {
        return parts.registry().newest(name).orElseThrow(() -> new UnknownOperationException(name));
    }

    private static boolean maySee(Caller caller, Execution execution) {
        return caller.may(Permission.EXECUTION_READ_ALL)
                || (caller.may(Permission.EXECUTION_READ_OWN)
                        && execution.initiatorId().equals(caller.userId()));
    }
}
