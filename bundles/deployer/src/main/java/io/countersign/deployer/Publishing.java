package io.countersign.deployer;

import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.Release;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what plug-ins say about themselves into the registry. */
final class Publishing {
    private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);

    private final ReleaseParts parts;

    Publishing(ReleaseParts parts) {
        this.parts = parts;
    }

    /** Reads the operations of offers of one release; refuses all when one breaks the contract. */
    Map<Offer, DeployedOperation> read(List<Offer> offers, Release release) throws ReleaseRefusedException {
        Map<Offer, DeployedOperation> operations = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (Offer offer : offers) {
            DeployedOperation operation = read(offer, release);
            if (!names.add(operation.name())) {
                throw new ReleaseRefusedException("it offers operation '" + operation.name() + "' twice");
            }
            operations.put(offer, operation);
        }
        return operations;
    }

    /** Asks the plug-in of one offer, with its class loader as context class loader as in every call. */
    DeployedOperation read(Offer offer, Release release) throws ReleaseRefusedException {
        Class<?> type = offer.plugin().getClass();
        return parts.calls().call("reading the operation of " + type.getName(), () -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(type.getClassLoader());
            try {
                return DeployedOperation.read(offer.plugin(), release.digest(), ReleaseRecords.number(release));
            } finally {
                thread.setContextClassLoader(before);
            }
        });
    }

    /** Makes operations available as the state of their release says. */
    void publish(Map<Offer, DeployedOperation> operations, Release release) {
        boolean active = release.state() == Release.State.ACTIVE;
        if (!active) {
            parts.registry().stopNewExecutions(release.digest());
        }
        operations.forEach(parts.offers()::publish);
        parts.offers().renumber(release.digest(), ReleaseRecords.number(release));
        if (active) {
            parts.registry().allowNewExecutions(release.digest());
        }
        String names = operations.values().stream()
                .map(operation -> operation.name() + " " + operation.version())
                .collect(Collectors.joining(", "));
        LOG.info("{} {} {}", ReleaseRecords.text(release), active ? "takes new executions of" : "finishes", names);
    }
}
