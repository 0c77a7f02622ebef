package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.operation.Drift;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One worker's run of one execution, under one fence. */
final class Run {
    private static final int DRIFTS_SHOWN_MAX = 100;

    private final EngineParts parts;
    private final Claim claim;
    private final RunEnding ending;
    private final RestoredBackup restored;

    Run(EngineParts parts, Claim claim) {
        this.parts = parts;
        this.claim = claim;
        this.ending = new RunEnding(parts, claim);
        this.restored = new RestoredBackup(parts);
    }

    /** A first run: whatever has drifted since the approval stops it, then the operation executes. */
    Optional<Duration> start() {
        return start(newLog());
    }

    /** Like {@link #start()}, going on with the log of planning. */
    Optional<Duration> start(LiveLog log) {
        if (claim.fromBackup() && restored.isDoubtful(claim, parts.executions().effects(claim.id()))) {
            return lookUpFirst();
        }
        if (!claim.plan().isReadOnly() && !isCancelled()) {
            Optional<StateChange> change = checkDrift(log);
            if (change.isPresent()) {
                return ending.nothingSent(change.get());
            }
        }
        return execute(log);
    }

    /** A worker died while running: open effects first, then the operation is entered again. */
    Optional<Duration> takeUp() {
        List<Effect> effects = parts.executions().effects(claim.id());
        if (restored.isDoubtful(claim, effects)) {
            return lookUpFirst();
        }
        if (EffectCounts.of(effects).open() > 0) {
            ending.resolving("the worker ended while effects were open");
            return resolve();
        }
        boolean nothingSent = effects.stream().allMatch(effect -> effect.state() == EffectState.PLANNED);
        return nothingSent ? start() : execute(newLog());
    }

    /** A backup brought it back: what may have been sent since is looked up, nothing is sent. */
    private Optional<Duration> lookUpFirst() {
        Optional<Duration> allLocked = restored.distrust(claim);
        if (allLocked.isPresent()) {
            return allLocked;
        }
        ending.resolving("the database was restored from a backup");
        return resolve();
    }

    /** Finds out what is unknown; when all is known the operation goes on. */
    Optional<Duration> resolve() {
        return findOut(ExecutionState.RESOLVING);
    }

    /** People were asked; a later positive look-up still closes it, a negative one never does. */
    Optional<Duration> lookAgain() {
        return findOut(ExecutionState.NEEDS_ATTENTION);
    }

    private Optional<Duration> findOut(ExecutionState state) {
        boolean resolving = state == ExecutionState.RESOLVING;
        boolean mayReplay = resolving && !claim.fromBackup();
        EffectResolver resolver = new EffectResolver(parts, claim);
        @Nullable Duration retryAfter = null;
        boolean exhausted = true;
        for (Effect effect : parts.executions().effects(claim.id())) {
            if (!effect.state().isOpen()) {
                continue;
            }
            EffectResolver.Finding finding = resolver.resolve(effect, mayReplay);
            if (finding.kind() == EffectResolver.Finding.Kind.RESOLVED) {
                continue;
            }
            exhausted &= finding.kind() == EffectResolver.Finding.Kind.EXHAUSTED;
            retryAfter = retryAfter == null || finding.retryAfter().compareTo(retryAfter) < 0
                    ? finding.retryAfter()
                    : retryAfter;
        }
        if (retryAfter == null) {
            Optional<Duration> noPlace = ending.resumed(state);
            if (noPlace.isPresent()) {
                return noPlace;
            }
            boolean doubtful = restored.isDoubtful(claim, parts.executions().effects(claim.id()));
            return doubtful ? Optional.of(Duration.ZERO) : execute(newLog());
        }
        if (exhausted && resolving) {
            ending.needsAttention();
            return Optional.of(ExecutionSettings.ATTENTION_POLL);
        }
        return Optional.of(retryAfter);
    }

    private boolean isCancelled() {
        return parts.executions().heartbeat(claim.id(), claim.fence()).cancelRequested();
    }

    private Optional<StateChange> checkDrift(LiveLog log) {
        List<Drift> drifts;
        StopSignal stop = new StopSignal();
        try {
            PlanningContext context = new PlanningContext(
                    parts,
                    claim.id(),
                    claim.operation().schema(),
                    claim.execution().parameters(),
                    log,
                    stop);
            drifts = parts.plugins()
                    .call(
                            claim.operation().plugin(),
                            "comparing with the approved plan of "
                                    + claim.operation().name(),
                            claim.operation().profile().planTimeout(),
                            () -> List.copyOf(claim.operation().plugin().drift(context, claim.plan())));
            Planner.requireNotStopped(stop);
        } catch (PluginFailedException e) {
            Planner.requirePlatformWorks(stop);
            Failure failure = Planner.failureOf(claim.operation(), e, "drift_check_failed");
            return Optional.of(change(ExecutionState.FAILED, failure).build());
        } catch (PlanningFailedException e) {
            return Optional.of(change(ExecutionState.FAILED, e.failure()).build());
        } finally {
            stop.raise(StopSignal.Cause.ENDED, "the comparison has ended; its context can no longer be used");
            log.flush(lines -> parts.executions().recordLogs(claim.id(), claim.fence(), lines));
        }
        List<Drift> real = Repetition.of(parts.executions(), claim.execution()).without(drifts);
        return real.isEmpty() ? Optional.empty() : Optional.of(stale(real));
    }

    private StateChange stale(List<Drift> drifts) {
        String sentence = drifts.stream()
                .limit(DRIFTS_SHOWN_MAX)
                .map(Drift::explanation)
                .collect(Collectors.joining("; ", "nothing was sent, submit again to plan anew: ", ""));
        return change(ExecutionState.STALE, new Failure("stale", sentence))
                .details(Json.object()
                        .put(
                                "drift",
                                drifts.stream()
                                        .limit(DRIFTS_SHOWN_MAX)
                                        .map(Drift::toJson)
                                        .toList())
                        .build())
                .build();
    }

    private Optional<Duration> execute(LiveLog log) {
        return new PluginRun(parts, claim, ending, log).execute();
    }

    private LiveLog newLog() {
        return LiveLog.continuing(parts.clock(), parts.executions(), claim.id());
    }

    private StateChange.Builder change(ExecutionState to, Failure failure) {
        return StateChange.of(claim.id(), ExecutionState.RUNNING, to, parts.now())
                .fence(claim.fence())
                .failure(failure);
    }
}
