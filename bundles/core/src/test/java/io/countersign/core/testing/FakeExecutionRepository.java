package io.countersign.core.testing;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.Decision;
import io.countersign.core.execution.Effect;
import io.countersign.core.execution.EffectChange;
import io.countersign.core.execution.EffectState;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionFilter;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.FenceLostException;
import io.countersign.core.execution.Intent;
import io.countersign.core.execution.IntentOutcome;
import io.countersign.core.execution.LogLine;
import io.countersign.core.execution.NewExecution;
import io.countersign.core.execution.PlaceLimit;
import io.countersign.core.execution.PlanRecord;
import io.countersign.core.execution.Resolution;
import io.countersign.core.execution.StateChange;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.execution.StoredPlan;
import io.countersign.core.execution.WorkItem;
import io.countersign.core.file.StoredFile;
import io.countersign.core.registry.ReleasePins;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Executions in memory; the clock stands for the database's. Everything is checked before anything is written. */
public final class FakeExecutionRepository implements ExecutionRepository {
    private static final Duration KEY_KEPT = Duration.ofDays(30);
    private static final Comparator<FakeExecution> NEWEST_FIRST = Comparator.comparing(
                    (FakeExecution execution) -> execution.submission.createdAt())
            .thenComparing(execution -> execution.submission.id())
            .reversed();

    private static final Set<ExecutionState> HOLDING_A_PLACE = Set.of(ExecutionState.RUNNING, ExecutionState.RESOLVING);

    private final Clock clock;
    private final FakeAuditRepository audit;
    private final FakeWorkQueue work;
    private final Map<ExecutionId, FakeExecution> executions = new LinkedHashMap<>();
    private final Map<String, ExecutionId> locks = new HashMap<>();

    public FakeExecutionRepository(Clock clock, FakeAuditRepository audit) {
        this.clock = clock;
        this.audit = audit;
        this.work = new FakeWorkQueue(clock);
    }

    /** The work items that verbs wrote. */
    public FakeWorkQueue work() {
        return work;
    }

    @Override
    public synchronized SubmissionOutcome recordSubmission(NewExecution submission, AuditEntry entry) {
        Instant keptSince = clock.instant().minus(KEY_KEPT);
        Optional<FakeExecution> earlier = executions.values().stream()
                .filter(known -> known.isSubmittedAs(submission))
                .filter(known -> known.submission.createdAt().isAfter(keptSince))
                .findFirst();
        if (earlier.isPresent()) {
            FakeExecution known = earlier.get();
            return new SubmissionOutcome(known.snapshot(), false, known.submission.requestDigest());
        }
        ExecutionId repeated = submission.repeats();
        if (repeated != null) {
            known(repeated);
            executions.values().stream()
                    .filter(other -> repeated.equals(other.submission.repeats()))
                    .findFirst()
                    .ifPresent(other -> {
                        throw StateConflictException.repeatedAlready(repeated, other.submission.id());
                    });
        }
        FakeExecution created = new FakeExecution(submission, clock.instant());
        if (executions.putIfAbsent(submission.id(), created) != null) {
            throw new IllegalStateException("execution " + submission.id() + " is already there");
        }
        work.add(WorkItem.now(submission.id(), WorkItem.Kind.PLAN, "1"));
        audit.record(entry);
        return new SubmissionOutcome(created.snapshot(), true, submission.requestDigest());
    }

    @Override
    public synchronized long count(Collection<ExecutionState> states) {
        return executions.values().stream()
                .filter(execution -> states.contains(execution.state))
                .count();
    }

    @Override
    public synchronized long recordClaim(ExecutionId id, ExecutionState expected, @Nullable AuditEntry entry) {
        FakeExecution execution = known(id);
        execution.requireState(expected);
        if (entry != null) {
            audit.record(entry);
        }
        return ++execution.fence;
    }

    @Override
    public synchronized void recordPlan(PlanRecord plan, StateChange change, AuditEntry entry) {
        FakeExecution execution = known(change);
        execution.require(change);
        execution.plan(plan);
        apply(execution, change, entry);
    }

    @Override
    public synchronized long recordChange(StateChange change, AuditEntry entry) {
        FakeExecution execution = known(change);
        execution.require(change);
        apply(execution, change, entry);
        return execution.fence;
    }

    @Override
    public synchronized Start recordStart(StateChange change, PlaceLimit limit, AuditEntry entry) {
        FakeExecution execution = known(change);
        execution.require(change);
        long ahead = executions.values().stream()
                .filter(other -> other.submission.operation().equals(limit.operation()))
                .filter(other -> HOLDING_A_PLACE.contains(other.state)
                        || (other.hasAskedSince(clock.instant().minus(PlaceLimit.ASK_KEPT))
                                && isBefore(other, execution)))
                .count();
        if (ahead < limit.max()) {
            apply(execution, change, entry);
            return Start.under(execution.fence);
        }
        recordWaiting(change.execution(), limit.waitingReason(), change.at());
        execution.placeAskedAt = clock.instant();
        return Start.behind(ahead);
    }

    @Override
    public synchronized void recordPlaceLeft(PlaceLimit limit) {
        executions.values().stream()
                .filter(other -> other.submission.operation().equals(limit.operation()))
                .filter(other -> other.hasAskedSince(clock.instant().minus(PlaceLimit.ASK_KEPT)))
                .sorted(NEWEST_FIRST.reversed())
                .limit(limit.max())
                .forEach(other -> work.makeDue(other.submission.id()));
    }

    private static boolean isBefore(FakeExecution other, FakeExecution execution) {
        return NEWEST_FIRST.compare(other, execution) > 0;
    }

    @Override
    public synchronized void recordDecision(Decision decision, @Nullable StateChange change, AuditEntry entry) {
        FakeExecution execution = known(decision.execution());
        execution.requireState(ExecutionState.AWAITING_APPROVAL);
        if (change != null) {
            execution.require(change);
        }
        execution.decide(decision, clock.instant());
        if (change == null) {
            audit.record(entry);
            return;
        }
        apply(execution, change, entry);
    }

    @Override
    public synchronized void recordCancelRequest(ExecutionId id, AuditEntry entry) {
        FakeExecution execution = known(id);
        execution.requireNotEnded();
        execution.cancelRequested = true;
        audit.record(entry);
        event(execution, "state", entry.at(), stateData(execution).put("cancelRequested", true));
    }

    @Override
    public synchronized void recordWaiting(ExecutionId id, @Nullable String reason, Instant at) {
        FakeExecution execution = known(id);
        if (Objects.equals(execution.waitingReason, reason)) {
            return;
        }
        execution.waitingReason = reason;
        execution.placeAskedAt = null;
        Json told = reason == null ? Json.nullValue() : Json.of(reason);
        event(execution, "state", at, stateData(execution).put("waitingReason", told));
    }

    @Override
    public synchronized IntentOutcome recordIntent(Intent intent, long fence, AuditEntry entry) {
        FakeExecution execution = fenced(intent.execution(), fence);
        FakeEffect effect = execution.effect(intent.effect());
        effect.requireState(EffectState.PLANNED);
        ExecutionId holder = locks.putIfAbsent(intent.lockKey(), intent.execution());
        if (holder != null) {
            return IntentOutcome.locked(holder);
        }
        effect.intend(intent, clock.instant());
        audit.record(entry);
        event(execution, "effect", entry.at(), effectData(intent.effect(), EffectState.PLANNED, EffectState.INTENT));
        return IntentOutcome.noted(clock.instant());
    }

    @Override
    public synchronized void recordReplay(ExecutionId id, String effect, long fence) {
        FakeEffect open = fenced(id, fence).effect(effect);
        open.requireOpen();
        open.replay();
    }

    @Override
    public synchronized void recordOutcome(EffectChange change, long fence, AuditEntry entry) {
        FakeExecution execution = fenced(change.execution(), fence);
        FakeEffect effect = execution.effect(change.effect());
        effect.requireState(change.from());
        effect.change(change);
        if (!change.to().isOpen()) {
            locks.remove(effect.lockKey(), change.execution());
        }
        audit.record(entry);
        JsonObject.Builder data = effectData(change.effect(), change.from(), change.to())
                .putIfPresent("externalId", change.externalId())
                .putIfPresent("code", change.code())
                .putIfPresent("message", change.message());
        event(execution, "effect", change.at(), data);
    }

    @Override
    public synchronized void recordAbsence(ExecutionId id, String effect, long fence) {
        FakeEffect open = fenced(id, fence).effect(effect);
        open.requireOpen();
        open.absent(clock.instant());
    }

    @Override
    public synchronized void recordResolutionProposal(Resolution resolution, AuditEntry entry) {
        FakeExecution execution = known(resolution.execution());
        FakeEffect effect = execution.effect(resolution.effect());
        effect.requireOpen();
        execution.proposals.removeIf(earlier -> earlier.effect().equals(resolution.effect())
                && earlier.proposerId().equals(resolution.proposerId()));
        execution.proposals.add(resolution);
        audit.record(entry);
        JsonObject.Builder data = effectData(resolution.effect(), effect.state(), effect.state())
                .put("proposedBy", resolution.proposerName())
                .put("applied", resolution.applied());
        event(execution, "effect", resolution.at(), data);
    }

    @Override
    public synchronized Optional<Resolution> findResolutionProposal(ExecutionId id, String effect) {
        return find(executions.get(id), execution -> execution.proposals.stream()
                .filter(proposal -> proposal.effect().equals(effect))
                .reduce((older, newer) -> newer));
    }

    @Override
    public synchronized Heartbeat heartbeat(ExecutionId id, long fence) {
        FakeExecution execution = executions.get(id);
        return execution == null
                ? new Heartbeat(false, false)
                : new Heartbeat(execution.fence == fence, execution.cancelRequested);
    }

    @Override
    public synchronized void recordLogs(ExecutionId id, long fence, List<LogLine> lines) {
        FakeExecution execution = fenced(id, fence);
        if (lines.isEmpty()) {
            return;
        }
        long first = execution.logs.size() + 1L;
        lines.forEach(line ->
                execution.logs.add(new LogLine(execution.logs.size() + 1L, line.at(), line.level(), line.text())));
        JsonObject.Builder range = Json.object().put("from", first).put("to", execution.logs.size());
        event(execution, "log", lines.get(lines.size() - 1).at(), range);
    }

    @Override
    public synchronized void recordProgress(ExecutionId id, long fence, long done, long total, Instant at) {
        FakeExecution execution = fenced(id, fence);
        execution.progressDone = done;
        execution.progressTotal = total;
        event(execution, "progress", at, Json.object().put("done", done).put("total", total));
    }

    @Override
    public synchronized void recordStep(ExecutionId id, long fence, String name, Json result) {
        fenced(id, fence).steps.putIfAbsent(name, result);
    }

    @Override
    public synchronized Optional<Json> findStep(ExecutionId id, String name) {
        return find(executions.get(id), execution -> Optional.ofNullable(execution.steps.get(name)));
    }

    @Override
    public synchronized void recordSettlementState(ExecutionId id, long fence, int check, Json state) {
        fenced(id, fence).settlement = new SettlementState(check, state);
    }

    @Override
    public synchronized Optional<SettlementState> findSettlementState(ExecutionId id) {
        return find(executions.get(id), execution -> Optional.ofNullable(execution.settlement));
    }

    @Override
    public synchronized Optional<Execution> find(ExecutionId id) {
        return Optional.ofNullable(executions.get(id)).map(FakeExecution::snapshot);
    }

    @Override
    public synchronized List<Execution> list(ExecutionFilter filter) {
        return executions.values().stream()
                .filter(execution -> execution.matches(filter))
                .sorted(NEWEST_FIRST)
                .limit(filter.limit())
                .map(FakeExecution::snapshot)
                .toList();
    }

    @Override
    public synchronized List<ExecutionId> findIdsByPrefix(String prefix, int limit) {
        return executions.values().stream()
                .filter(execution -> execution.submission.id().text().startsWith(prefix))
                .sorted(NEWEST_FIRST)
                .limit(limit)
                .map(execution -> execution.submission.id())
                .toList();
    }

    @Override
    public synchronized Optional<StoredPlan> findPlan(ExecutionId id) {
        return find(executions.get(id), execution -> Optional.ofNullable(execution.plan)
                .map(plan -> new StoredPlan(plan.document(), plan.riskLevel(), plan.risk())));
    }

    @Override
    public synchronized List<Effect> effects(ExecutionId id) {
        return read(executions.get(id), execution -> execution.effects.values().stream()
                .map(FakeEffect::snapshot)
                .toList());
    }

    @Override
    public synchronized List<Decision> decisions(ExecutionId id) {
        return read(executions.get(id), execution -> List.copyOf(execution.decisions));
    }

    @Override
    public synchronized List<LogLine> logs(ExecutionId id, long afterNumber, int limit) {
        return read(executions.get(id), execution -> execution.logs.stream()
                .filter(line -> line.number() > afterNumber)
                .limit(limit)
                .toList());
    }

    @Override
    public synchronized List<ExecutionEvent> events(ExecutionId id, long afterNumber, int limit) {
        return read(executions.get(id), execution -> execution.events.stream()
                .filter(event -> event.number() > afterNumber)
                .limit(limit)
                .toList());
    }

    @Override
    public synchronized List<ChangedExecution> changedSince(Instant since, int limit) {
        return executions.values().stream()
                .map(FakeExecution::snapshot)
                .filter(execution -> !execution.updatedAt().isBefore(since))
                .sorted(Comparator.comparing(Execution::updatedAt).thenComparing(Execution::id))
                .limit(limit)
                .map(execution -> new ChangedExecution(
                        execution.id(),
                        execution.initiatorId(),
                        execution.state(),
                        execution.eventNumber(),
                        execution.updatedAt()))
                .toList();
    }

    @Override
    public synchronized List<Effect> openEffects(Collection<String> lockKeys) {
        return executions.values().stream()
                .flatMap(execution -> execution.effects.values().stream())
                .filter(effect -> effect.state().isOpen() && lockKeys.contains(effect.lockKey()))
                .map(FakeEffect::snapshot)
                .toList();
    }

    @Override
    public Instant databaseTime() {
        return clock.instant();
    }

    /** All there are, in the order of their submission. */
    public synchronized List<ExecutionId> ids() {
        return List.copyOf(executions.keySet());
    }

    /** The event of an output, for {@link FakeFileRepository}. */
    synchronized void recordFileEvent(ExecutionId id, long fence, String fileId, int version, StoredFile file) {
        JsonObject.Builder data =
                Json.object().put("id", fileId).put("version", version).put("name", file.name());
        event(fenced(id, fence), "file", file.createdAt(), data);
    }

    /** For {@link FakeInboundRepository}. */
    synchronized List<ExecutionId> withExternalIds(String connection, Collection<String> externalIds) {
        return executions.values().stream()
                .filter(execution -> execution.effects.values().stream()
                        .map(FakeEffect::snapshot)
                        .anyMatch(effect -> effect.connection().equals(connection)
                                && effect.externalId() != null
                                && externalIds.contains(effect.externalId())))
                .map(execution -> execution.submission.id())
                .sorted()
                .toList();
    }

    /** For {@link FakeReleaseRepository}. */
    synchronized List<ReleasePins> pins() {
        Map<List<String>, ReleasePins> pins = new LinkedHashMap<>();
        for (FakeExecution execution : executions.values()) {
            PlanRecord plan = execution.plan;
            if (plan != null && !execution.state.isEnd()) {
                ReleasePins one = pinOf(plan.releaseDigest(), execution.submission.operation(), execution.state);
                pins.merge(List.of(one.digest(), one.operation()), one, FakeExecutionRepository::sum);
            }
        }
        return List.copyOf(pins.values());
    }

    private static ReleasePins pinOf(String digest, String operation, ExecutionState state) {
        return switch (state) {
            case SETTLING -> new ReleasePins(digest, operation, 0, 0, 1);
            case RUNNING, RESOLVING, NEEDS_ATTENTION -> new ReleasePins(digest, operation, 0, 1, 0);
            default -> new ReleasePins(digest, operation, 1, 0, 0);
        };
    }

    private static ReleasePins sum(ReleasePins one, ReleasePins other) {
        return new ReleasePins(
                one.digest(),
                one.operation(),
                one.waiting() + other.waiting(),
                one.running() + other.running(),
                one.settling() + other.settling());
    }

    private FakeExecution known(ExecutionId id) {
        FakeExecution execution = executions.get(id);
        if (execution == null) {
            throw new StateConflictException(id, "there is no execution " + id);
        }
        return execution;
    }

    private FakeExecution known(StateChange change) {
        FakeExecution execution = executions.get(change.execution());
        if (execution == null && change.fence().isPresent()) {
            throw new FenceLostException(change.execution(), change.fence().get());
        }
        return known(change.execution());
    }

    private FakeExecution fenced(ExecutionId id, long fence) {
        FakeExecution execution = executions.get(id);
        if (execution == null) {
            throw new FenceLostException(id, fence);
        }
        execution.requireFence(fence);
        return execution;
    }

    private void apply(FakeExecution execution, StateChange change, AuditEntry entry) {
        execution.change(change, clock.instant());
        change.work().forEach(work::add);
        audit.record(entry);
    }

    private void event(FakeExecution execution, String kind, Instant at, JsonObject.Builder data) {
        execution.event(kind, at, clock.instant(), data.build());
    }

    private static JsonObject.Builder stateData(FakeExecution execution) {
        return Json.object().put("to", execution.state.name());
    }

    private static JsonObject.Builder effectData(String effect, EffectState from, EffectState to) {
        return Json.object().put("effect", effect).put("from", from.name()).put("to", to.name());
    }

    private static <T> Optional<T> find(
            @Nullable FakeExecution execution, Function<FakeExecution, Optional<T>> reading) {
        return execution == null ? Optional.empty() : reading.apply(execution);
    }

    private static <T> List<T> read(@Nullable FakeExecution execution, Function<FakeExecution, List<T>> reading) {
        return execution == null ? List.of() : reading.apply(execution);
    }
}
