package io.countersign.core.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The operations that can run on this node right now. Releases of one operation stand side by side; new executions go to
 * the one activated last that is not draining, running ones stay on theirs.
 */
@Component(service = OperationRegistry.class)
public final class OperationRegistry {
    private final Map<String, Map<String, DeployedOperation>> byNameAndDigest = new TreeMap<>();
    private final Set<String> draining = new HashSet<>();
    private final Map<String, RunLimit> runLimits = new HashMap<>();

    private record RunLimit(Instant since, Duration limit) {}

    @Activate
    public OperationRegistry() {}

    /** Makes an operation available; replaces one of the same name and digest. */
    public synchronized void add(DeployedOperation operation) {
        byNameAndDigest
                .computeIfAbsent(operation.name(), name -> new HashMap<>())
                .put(operation.releaseDigest(), operation);
    }

    /** Takes an operation of a release away; nothing happens when it is not there. */
    public synchronized void remove(String name, String releaseDigest) {
        Map<String, DeployedOperation> releases = byNameAndDigest.get(name);
        if (releases == null) {
            return;
        }
        releases.remove(releaseDigest);
        if (releases.isEmpty()) {
            byNameAndDigest.remove(name);
        }
    }

    /** From now on a release only finishes what is pinned to it; also when its operations come later. */
    public synchronized void stopNewExecutions(String releaseDigest) {
        draining.add(releaseDigest);
    }

    /** A release takes new executions (again), without a limit; this is what holds for one that was never stopped. */
    public synchronized void allowNewExecutions(String releaseDigest) {
        draining.remove(releaseDigest);
        runLimits.remove(releaseDigest);
    }

    /**
     * What runs on a release has to end so long after its start or after a given time, whichever is later.
     *
     * @param since when the release stopped taking new executions
     * @param limit zero to end everything that runs
     */
    public synchronized void limitRuns(String releaseDigest, Instant since, Duration limit) {
        runLimits.put(releaseDigest, new RunLimit(since, limit));
    }

    /** When a run has to end because its release does; empty when the release does not. */
    public synchronized Optional<Instant> runEnd(String releaseDigest, Instant startedAt) {
        return Optional.ofNullable(runLimits.get(releaseDigest))
                .map(run -> (startedAt.isAfter(run.since()) ? startedAt : run.since()).plus(run.limit()));
    }

    /** The release that takes new executions of an operation. */
    public synchronized Optional<DeployedOperation> newest(String name) {
        return Optional.ofNullable(byNameAndDigest.get(name)).flatMap(this::newestOf);
    }

    /** An operation as a given release has it, draining or not. */
    public synchronized Optional<DeployedOperation> find(String name, String releaseDigest) {
        return Optional.ofNullable(byNameAndDigest.get(name)).map(releases -> releases.get(releaseDigest));
    }

    /** The newest of each operation that takes new executions, by name. */
    public synchronized List<DeployedOperation> operations() {
        return byNameAndDigest.values().stream()
                .flatMap(releases -> newestOf(releases).stream())
                .toList();
    }

    /** Every operation of every release, by name, newest first. */
    public synchronized List<DeployedOperation> all() {
        return byNameAndDigest.values().stream()
                .flatMap(releases -> releases.values().stream()
                        .sorted(Comparator.comparingLong(DeployedOperation::releaseNumber)
                                .reversed()))
                .toList();
    }

    private Optional<DeployedOperation> newestOf(Map<String, DeployedOperation> releases) {
        return releases.values().stream()
                .filter(operation -> !draining.contains(operation.releaseDigest()))
                .max(Comparator.comparingLong(DeployedOperation::releaseNumber));
    }
}
