package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.Decision;
import io.countersign.core.execution.Effect;
import io.countersign.core.execution.EffectChange;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionFilter;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.Intent;
import io.countersign.core.execution.IntentOutcome;
import io.countersign.core.execution.LogLine;
import io.countersign.core.execution.NewExecution;
import io.countersign.core.execution.PlaceLimit;
import io.countersign.core.execution.PlanRecord;
import io.countersign.core.execution.Resolution;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StoredPlan;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Executions in the database: opens a transaction for each verb; what happens in it is told by topic elsewhere. */
@Component(service = ExecutionRepository.class)
public final class JdbcExecutionRepository implements ExecutionRepository {
    private final Database database;
    private final Transactions transactions;
    private final GroupCommit groups;
    private final Submissions submissions;
    private final Transitions transitions;
    private final Places places;
    private final Decisions decisions;
    private final EffectJournal effects = new EffectJournal();
    private final RunRecords records = new RunRecords();
    private final ExecutionQueries queries = new ExecutionQueries();

    @Activate
    public JdbcExecutionRepository(@Reference Database database) {
        this.database = database;
        this.transactions = database.transactions();
        this.groups = database.groups();
        this.submissions = new Submissions(database.work(), queries);
        this.transitions = new Transitions(database.work());
        this.places = new Places(transitions, database.work());
        this.decisions = new Decisions(transitions);
    }

    @Override
    public SubmissionOutcome recordSubmission(NewExecution submission, AuditEntry audit) {
        SubmissionOutcome outcome =
                groups.call(submission.id(), transaction -> submissions.record(transaction, submission, audit));
        database.work().wake();
        return outcome;
    }

    @Override
    public long count(Collection<ExecutionState> states) {
        return transactions.read(transaction -> queries.count(transaction, states));
    }

    @Override
    public long recordClaim(ExecutionId execution, ExecutionState expected, @Nullable AuditEntry audit) {
        return groups.call(execution, transaction -> transitions.recordClaim(transaction, execution, expected, audit));
    }

    @Override
    public void recordPlan(PlanRecord plan, StateChange change, AuditEntry audit) {
        StateTransition transition = new StateTransition(change, plan);
        groups.call(transition, (transaction, done) -> {
            transitions.recordPlan(transaction, transition, done, audit);
            return true;
        });
        wakeFor(change);
    }

    @Override
    public long recordChange(StateChange change, AuditEntry audit) {
        long fence = groups.call(
                new StateTransition(change, null),
                (transaction, done) -> transitions.recordChange(transaction, change, done, audit));
        wakeFor(change);
        return fence;
    }

    @Override
    public Start recordStart(StateChange change, PlaceLimit limit, AuditEntry audit) {
        Start start = groups.callAlone(transaction -> places.recordStart(transaction, change, limit, audit));
        if (start.started()) {
            wakeFor(change);
        }
        return start;
    }

    @Override
    public void recordPlaceLeft(PlaceLimit limit) {
        groups.callAlone(transaction -> {
            places.wakeFirstInLine(transaction, limit);
            return true;
        });
        database.work().wake();
    }

    @Override
    public void recordDecision(Decision decision, @Nullable StateChange change, AuditEntry audit) {
        groups.run(decision.execution(), transaction -> decisions.record(transaction, decision, change, audit));
        if (change != null) {
            wakeFor(change);
        }
    }

    @Override
    public void recordCancelRequest(ExecutionId execution, AuditEntry audit) {
        groups.run(execution, transaction -> transitions.recordCancelRequest(transaction, execution, audit));
    }

    @Override
    public void recordWaiting(ExecutionId execution, @Nullable String reason, Instant at) {
        groups.run(execution, transaction -> transitions.recordWaiting(transaction, execution, reason, at));
    }

    @Override
    public IntentOutcome recordIntent(Intent intent, long fence, AuditEntry audit) {
        IntentOutcome outcome =
                groups.call(intent.execution(), transaction -> effects.recordIntent(transaction, intent, fence, audit));
        if (outcome.notedAt() != null) {
            database.makeDurable();
        }
        return outcome;
    }

    @Override
    public void recordReplay(ExecutionId execution, String effect, long fence) {
        groups.run(execution, transaction -> effects.recordReplay(transaction, execution, effect, fence));
    }

    @Override
    public void recordOutcome(EffectChange change, long fence, AuditEntry audit) {
        groups.run(change.execution(), transaction -> effects.recordOutcome(transaction, change, fence, audit));
    }

    @Override
    public void recordAbsence(ExecutionId execution, String effect, long fence) {
        groups.run(execution, transaction -> effects.recordAbsence(transaction, execution, effect, fence));
    }

    @Override
    public void recordResolutionProposal(Resolution resolution, AuditEntry audit) {
        groups.run(resolution.execution(), transaction -> decisions.propose(transaction, resolution, audit));
    }

    @Override
    public Optional<Resolution> findResolutionProposal(ExecutionId execution, String effect) {
        return transactions.read(transaction -> decisions.newestProposal(transaction, execution, effect));
    }

    @Override
    public Heartbeat heartbeat(ExecutionId execution, long fence) {
        return transactions.read(transaction -> records.heartbeat(transaction, execution, fence));
    }

    @Override
    public void recordLogs(ExecutionId execution, long fence, List<LogLine> lines) {
        groups.run(execution, transaction -> records.recordLogs(transaction, execution, fence, lines));
    }

    @Override
    public void recordProgress(ExecutionId execution, long fence, long done, long total, Instant at) {
        groups.run(execution, transaction -> records.recordProgress(transaction, execution, fence, done, total, at));
    }

    @Override
    public void recordStep(ExecutionId execution, long fence, String name, Json result) {
        groups.run(execution, transaction -> records.recordStep(transaction, execution, fence, name, result));
    }

    @Override
    public Optional<Json> findStep(ExecutionId execution, String name) {
        return transactions.read(transaction -> records.findStep(transaction, execution, name));
    }

    @Override
    public void recordSettlementState(ExecutionId execution, long fence, int check, Json state) {
        groups.run(
                execution, transaction -> records.recordSettlementState(transaction, execution, fence, check, state));
    }

    @Override
    public Optional<SettlementState> findSettlementState(ExecutionId execution) {
        return transactions.read(transaction -> records.findSettlementState(transaction, execution));
    }

    @Override
    public Optional<Execution> find(ExecutionId execution) {
        return transactions.read(transaction -> queries.find(transaction, execution));
    }

    @Override
    public List<Execution> list(ExecutionFilter filter) {
        return transactions.read(transaction -> queries.list(transaction, filter));
    }

    @Override
    public List<ExecutionId> findIdsByPrefix(String prefix, int limit) {
        return transactions.read(transaction -> queries.idsByPrefix(transaction, prefix, limit));
    }

    @Override
    public Optional<StoredPlan> findPlan(ExecutionId execution) {
        return transactions.read(transaction -> queries.plan(transaction, execution));
    }

    @Override
    public List<Effect> effects(ExecutionId execution) {
        return transactions.read(transaction -> effects.of(transaction, execution));
    }

    @Override
    public List<Decision> decisions(ExecutionId execution) {
        return transactions.read(transaction -> decisions.of(transaction, execution));
    }

    @Override
    public List<LogLine> logs(ExecutionId execution, long afterNumber, int limit) {
        return transactions.read(transaction -> queries.logs(transaction, execution, afterNumber, limit));
    }

    @Override
    public List<ExecutionEvent> events(ExecutionId execution, long afterNumber, int limit) {
        return transactions.read(transaction -> queries.events(transaction, execution, afterNumber, limit));
    }

    @Override
    public List<ChangedExecution> changedSince(Instant since, int limit) {
        return transactions.read(transaction -> queries.changedSince(transaction, since, limit));
    }

    @Override
    public List<Effect> openEffects(Collection<String> lockKeys) {
        return transactions.read(transaction -> effects.openOn(transaction, lockKeys));
    }

    @Override
    public Instant databaseTime() {
        return transactions.read(Transaction::now);
    }

    /** Work that is due is looked for at once instead of at the next poll. */
    private void wakeFor(StateChange change) {
        if (change.work().stream().anyMatch(item -> item.delay().isZero())) {
            database.work().wake();
        }
    }
}
