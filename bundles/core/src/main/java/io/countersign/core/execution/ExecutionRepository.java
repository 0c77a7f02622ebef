package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.core.audit.AuditEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: executions, their plans, effects, decisions, logs and events. Each verb is one transaction; a change and its
 * audit entry are committed together or not at all, together with the event that tells of it (event numbers have no
 * gaps) and the work it calls for.
 *
 * <p>Verbs that take a fence throw {@link FenceLostException} and write nothing when it is not the execution's newest.
 * Verbs that name a state throw {@link StateConflictException} and write nothing when the execution is in another.
 */
public interface ExecutionRepository {

    // ---- submitting and planning

    /**
     * Writes a submission in state PLANNING with its work item (kind PLAN, token "1"), or finds the earlier one of the
     * same caller, operation and idempotency key of the last 30 days.
     */
    SubmissionOutcome recordSubmission(NewExecution submission, AuditEntry audit);

    /** How many executions are in the given states. */
    long count(Collection<ExecutionState> states);

    /**
     * Takes an execution for a worker: raises the fence by one and answers it. The state stays.
     *
     * @param audit null when the taking itself is not worth a line (planning); else written with it
     */
    long recordClaim(ExecutionId execution, ExecutionState expected, @Nullable AuditEntry audit);

    /** Writes what planning brought together with the transition out of PLANNING. */
    void recordPlan(PlanRecord plan, StateChange change, AuditEntry audit);

    // ---- transitions

    /**
     * Writes a transition; answers the fence that is valid afterwards.
     *
     * @throws StateConflictException when the execution is not in {@link StateChange#from}
     */
    long recordChange(StateChange change, AuditEntry audit);

    /**
     * Writes a transition to RUNNING when the operation has a place for it: fewer executions of the operation are RUNNING
     * or RESOLVING, on all nodes, than may be, counting those that were submitted earlier, have asked for a place within
     * {@link PlaceLimit#ASK_KEPT} and wait for nothing else. Otherwise notes that the execution has asked now, and that it
     * waits. However many ask at once, no more get a place than there are.
     *
     * @param change raises the fence, or carries it
     * @throws StateConflictException when the execution is not in {@link StateChange#from}
     */
    Start recordStart(StateChange change, PlaceLimit limit, AuditEntry audit);

    /** Makes the work of those who have waited longest for a place due now, of as many as there are places; not audited. */
    void recordPlaceLeft(PlaceLimit limit);

    /** Writes a decision and, when it completes the approval or rejects, the transition it brings. */
    void recordDecision(Decision decision, @Nullable StateChange change, AuditEntry audit);

    /** Notes that a person wants a running execution to stop; the worker sees it at its next heartbeat. */
    void recordCancelRequest(ExecutionId execution, AuditEntry audit);

    /**
     * Notes why an execution cannot go on right now, or null when it can; an event, no audit entry. It no longer waits for
     * a place then.
     */
    void recordWaiting(ExecutionId execution, @Nullable String reason, Instant at);

    // ---- effects

    /**
     * Notes durably that an effect is about to be sent (PLANNED → INTENT) and takes the lock on its item. When this
     * returns with a time, the note survives the death of this process.
     */
    IntentOutcome recordIntent(Intent intent, long fence, AuditEntry audit);

    /** Counts one more send of the newest attempt (a replay), before it is sent; not audited. */
    void recordReplay(ExecutionId execution, String effect, long fence);

    /** Writes an effect's transition; releases the item's lock unless the new state is open. */
    void recordOutcome(EffectChange change, long fence, AuditEntry audit);

    /** Counts a clean look-up that did not find the effect; not audited. */
    void recordAbsence(ExecutionId execution, String effect, long fence);

    /** Writes a first person's word on an unclear effect. Replaces an earlier proposal of the same person. */
    void recordResolutionProposal(Resolution resolution, AuditEntry audit);

    /** The newest proposal for an effect. */
    Optional<Resolution> findResolutionProposal(ExecutionId execution, String effect);

    // ---- while running

    /** Whether the fence is still the newest, and whether a person wants the execution to stop. */
    Heartbeat heartbeat(ExecutionId execution, long fence);

    /** Appends lines; the numbers continue without gaps, the event names their range. */
    void recordLogs(ExecutionId execution, long fence, List<LogLine> lines);

    void recordProgress(ExecutionId execution, long fence, long done, long total, Instant at);

    /** Remembers the result of a named step; the first one written stays. */
    void recordStep(ExecutionId execution, long fence, String name, Json result);

    Optional<Json> findStep(ExecutionId execution, String name);

    /** Remembers what settling is to continue from; not audited. */
    void recordSettlementState(ExecutionId execution, long fence, int check, Json state);

    /** What {@link #recordSettlementState} wrote last. */
    Optional<SettlementState> findSettlementState(ExecutionId execution);

    // ---- reading

    Optional<Execution> find(ExecutionId execution);

    List<Execution> list(ExecutionFilter filter);

    /** Ids that start with the given text, newest first, for completion in the shell. */
    List<ExecutionId> findIdsByPrefix(String prefix, int limit);

    Optional<StoredPlan> findPlan(ExecutionId execution);

    /** In the order of the plan. */
    List<Effect> effects(ExecutionId execution);

    List<Decision> decisions(ExecutionId execution);

    /** Lines after the given number, in order. */
    List<LogLine> logs(ExecutionId execution, long afterNumber, int limit);

    /** Events after the given number, in order. */
    List<ExecutionEvent> events(ExecutionId execution, long afterNumber, int limit);

    /** Executions changed at or after the given time with their newest event number, oldest change first. */
    List<ChangedExecution> changedSince(Instant since, int limit);

    /** Effects of other executions that are open on one of the items. */
    List<Effect> openEffects(Collection<String> lockKeys);

    /** The database's clock: the one by which ages of intents are measured. */
    Instant databaseTime();

    /** What came of a submission: a new execution, or the earlier one under the same key. */
    record SubmissionOutcome(Execution execution, boolean created, String requestDigest) {}

    /**
     * See {@link ExecutionRepository#recordStart}.
     *
     * @param fence the one that is valid now; 0 when it was not started
     * @param ahead how many executions run or are to start before it; 0 when it was started
     */
    record Start(boolean started, long fence, long ahead) {
        public static Start under(long fence) {
            return new Start(true, fence, 0);
        }

        public static Start behind(long ahead) {
            return new Start(false, 0, ahead);
        }
    }

    /** See {@link ExecutionRepository#heartbeat}. */
    record Heartbeat(boolean fenceHeld, boolean cancelRequested) {}

    /** See {@link ExecutionRepository#recordSettlementState}. */
    record SettlementState(int check, Json state) {}

    /** See {@link ExecutionRepository#changedSince}. */
    record ChangedExecution(
            ExecutionId id, String initiatorId, ExecutionState state, long eventNumber, Instant updatedAt) {}
}
