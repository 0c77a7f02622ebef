package io.countersign.core.registry;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The operations that can run on this node right now. Releases of one operation stand side by side; new executions go to
 * the one activated last, running ones stay on theirs.
 */
@Component(service = OperationRegistry.class)
public final class OperationRegistry {
    private final Map<String, Map<String, DeployedOperation>> byNameAndDigest = new TreeMap<>();

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

    /** The release that takes new executions of an operation. */
    public synchronized Optional<DeployedOperation> newest(String name) {
        return Optional.ofNullable(byNameAndDigest.get(name)).flatMap(OperationRegistry::newestOf);
    }

    /** An operation as a given release has it. */
    public synchronized Optional<DeployedOperation> find(String name, String releaseDigest) {
        return Optional.ofNullable(byNameAndDigest.get(name)).map(releases -> releases.get(releaseDigest));
    }

    /** The newest of each operation, by name. */
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

    private static Optional<DeployedOperation> newestOf(Map<String, DeployedOperation> releases) {
        return releases.values().stream().max(Comparator.comparingLong(DeployedOperation::releaseNumber));
    }
}
