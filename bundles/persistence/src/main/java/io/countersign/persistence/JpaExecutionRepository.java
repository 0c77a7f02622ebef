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
public final class JpaExecutionRepository implements ExecutionRepository {
    private final Database database;
    private final Transactions transactions;
    private final Submissions submissions;
    private final Transitions transitions;
    private final Decisions decisions;
    private final EffectJournal effects = new EffectJournal();
    private final RunRecords records = new RunRecords();
    private final ExecutionQueries queries = new ExecutionQueries();

    @Activate
    public JpaExecutionRepository(@Reference Database database) {
        this.database = database;
        this.transactions = database.transactions();
        this.submissions = new Submissions(database.work());
        this.transitions = new Transitions(database.work());
        this.decisions = new Decisions(transitions);
    }

    @Override
    public SubmissionOutcome recordSubmission(NewExecution submission, AuditEntry audit) {
        return withWork(transaction -> submissions.record(transaction, submission, audit));
    }

    @Override
    public long count(Collection<ExecutionState> states) {
        return transactions.call(transaction -> queries.count(transaction, states));
    }

    @Override
    public long recordClaim(ExecutionId execution, ExecutionState expected, @Nullable AuditEntry audit) {
        return transactions.call(transaction -> transitions.recordClaim(transaction, execution, expected, audit));
    }

    @Override
    public void recordPlan(PlanRecord plan, StateChange change, AuditEntry audit) {
        withWork(transaction -> {
            transitions.recordPlan(transaction, plan, change, audit);
            return true;
        });
    }

    @Override
    public long recordChange(StateChange change, AuditEntry audit) {
        return withWork(transaction -> transitions.recordChange(transaction, change, audit));
    }

    @Override
    public void recordDecision(Decision decision, @Nullable StateChange change, AuditEntry audit) {
        withWork(transaction -> {
            decisions.record(transaction, decision, change, audit);
            return true;
        });
    }

    @Override
    public void recordCancelRequest(ExecutionId execution, AuditEntry audit) {
        transactions.run(transaction -> transitions.recordCancelRequest(transaction, execution, audit));
    }

    @Override
    public void recordWaiting(ExecutionId execution, @Nullable String reason, Instant at) {
        transactions.run(transaction -> transitions.recordWaiting(transaction, execution, reason, at));
    }

    @Override
    public IntentOutcome recordIntent(Intent intent, long fence, AuditEntry audit) {
        IntentOutcome outcome =
                transactions.call(transaction -> effects.recordIntent(transaction, intent, fence, audit));
        if (outcome.notedAt() != null) {
            database.makeDurable();
        }
        return outcome;
    }

    @Override
    public void recordReplay(ExecutionId execution, String effect, long fence) {
        transactions.run(transaction -> effects.recordReplay(transaction, execution, effect, fence));
    }

    @Override
    public void recordOutcome(EffectChange change, long fence, AuditEntry audit) {
        transactions.run(transaction -> effects.recordOutcome(transaction, change, fence, audit));
    }

    @Override
    public void recordAbsence(ExecutionId execution, String effect, long fence) {
        transactions.run(transaction -> effects.recordAbsence(transaction, execution, effect, fence));
    }

    @Override
    public void recordResolutionProposal(Resolution resolution, AuditEntry audit) {
        transactions.run(transaction -> decisions.propose(transaction, resolution, audit));
    }

    @Override
    public Optional<Resolution> findResolutionProposal(ExecutionId execution, String effect) {
        return transactions.call(transaction -> decisions.newestProposal(transaction, execution, effect));
    }

    @Override
    public Heartbeat heartbeat(ExecutionId execution, long fence) {
        return transactions.call(transaction -> records.heartbeat(transaction, execution, fence));
    }

    @Override
    public void recordLogs(ExecutionId execution, long fence, List<LogLine> lines) {
        transactions.run(transaction -> records.recordLogs(transaction, execution, fence, lines));
    }

    @Override
    public void recordProgress(ExecutionId execution, long fence, long done, long total, Instant at) {
        transactions.run(transaction -> records.recordProgress(transaction, execution, fence, done, total, at));
    }

    @Override
    public void recordStep(ExecutionId execution, long fence, String name, Json result) {
        transactions.run(transaction -> records.recordStep(transaction, execution, fence, name, result));
    }

    @Override
    public Optional<Json> findStep(ExecutionId execution, String name) {
        return transactions.call(transaction -> records.findStep(transaction, execution, name));
    }

    @Override
    public void recordSettlementState(ExecutionId execution, long fence, int check, Json state) {
        transactions.run(transaction -> records.recordSettlementState(transaction, execution, fence, check, state));
    }

    @Override
    public Optional<SettlementState> findSettlementState(ExecutionId execution) {
        return transactions.call(transaction -> records.findSettlementState(transaction, execution));
    }

    @Override
    public Optional<Execution> find(ExecutionId execution) {
        return transactions.call(transaction -> queries.find(transaction, execution));
    }

    @Override
    public List<Execution> list(ExecutionFilter filter) {
        return transactions.call(transaction -> queries.list(transaction, filter));
    }

    @Override
    public List<ExecutionId> findIdsByPrefix(String prefix, int limit) {
        return transactions.call(transaction -> queries.idsByPrefix(transaction, prefix, limit));
    }

    @Override
    public Optional<StoredPlan> findPlan(ExecutionId execution) {
        return transactions.call(transaction -> queries.plan(transaction, execution));
    }

    @Override
    public List<Effect> effects(ExecutionId execution) {
        return transactions.call(transaction -> effects.of(transaction, execution));
    }

    @Override
    public List<Decision> decisions(ExecutionId execution) {
        return transactions.call(transaction -> decisions.of(transaction, execution));
    }

    @Override
    public List<LogLine> logs(ExecutionId execution, long afterNumber, int limit) {
        return transactions.call(transaction -> queries.logs(transaction, execution, afterNumber, limit));
    }

    @Override
    public List<ExecutionEvent> events(ExecutionId execution, long afterNumber, int limit) {
        return transactions.call(transaction -> queries.events(transaction, execution, afterNumber, limit));
    }

    @Override
    public List<ChangedExecution> changedSince(Instant since, int limit) {
        return transactions.call(transaction -> queries.changedSince(transaction, since, limit));
    }

    @Override
    public List<Effect> openEffects(Collection<String> lockKeys) {
        return transactions.call(transaction -> effects.openOn(transaction, lockKeys));
    }

    @Override
    public Instant databaseTime() {
        return transactions.call(
                transaction -> transaction.one("SELECT {now} AS now", row -> Timestamps.read(row, "now")));
    }

    /** Work that was written is looked for at once instead of at the next poll. */
    private <T> T withWork(Transactions.Body<T> body) {
        T result = transactions.call(body);
        database.work().wake();
        return result;
    }
}
