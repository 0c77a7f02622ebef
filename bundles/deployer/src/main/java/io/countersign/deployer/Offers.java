package io.countersign.deployer;

import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;

/**
 * The services that offer operations, and which of them are in the registry. In memory alone: safe and quick on any
 * thread that starts or stops a bundle.
 */
final class Offers {
    private final OperationRegistry registry;
    private final Set<Offer> waiting = new LinkedHashSet<>();
    private final Map<Offer, DeployedOperation> published = new LinkedHashMap<>();

    Offers(OperationRegistry registry) {
        this.registry = registry;
    }

    /** A service has come; its operation is not available before it is published. */
    synchronized void arrived(Offer offer) {
        waiting.add(offer);
        notifyAll();
    }

    /** A service has gone; its operation is no longer available, unless another service offers the same of the release. */
    synchronized void gone(Offer offer) {
        waiting.remove(offer);
        DeployedOperation operation = published.remove(offer);
        if (operation == null) {
            return;
        }
        published.values().stream()
                .filter(other -> other.name().equals(operation.name())
                        && other.releaseDigest().equals(operation.releaseDigest()))
                .findFirst()
                .ifPresentOrElse(registry::add, () -> registry.remove(operation.name(), operation.releaseDigest()));
    }

    /** Makes an operation available; nothing happens when its service has gone meanwhile. */
    synchronized void publish(Offer offer, DeployedOperation operation) {
        if (waiting.remove(offer) || published.containsKey(offer)) {
            published.put(offer, operation);
            registry.add(operation);
        }
    }

    /** An offer that breaks the contract is not considered again. */
    synchronized void refuse(Offer offer) {
        waiting.remove(offer);
    }

    /** Whether an offer is neither published nor refused nor gone. */
    synchronized boolean isWaiting(Offer offer) {
        return waiting.contains(offer);
    }

    /** Offers that are neither published nor refused nor gone. */
    synchronized List<Offer> waiting() {
        return List.copyOf(waiting);
    }

    /** Everything a bundle offers and that was not refused. */
    synchronized List<Offer> of(Bundle bundle) {
        List<Offer> offers = new ArrayList<>(published.keySet());
        offers.addAll(waiting);
        offers.removeIf(offer -> !offer.bundle().equals(bundle));
        return offers;
    }

    /** Waits until a bundle offers something; empty when it does not within the limit. */
    synchronized List<Offer> await(Bundle bundle, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<Offer> offers = of(bundle);
        for (long left = limit.toNanos(); offers.isEmpty() && left > 0; left = deadline - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
            offers = of(bundle);
        }
        return offers;
    }

    /** The published operations of a release. */
    synchronized List<DeployedOperation> operations(String digest) {
        return published.values().stream()
                .filter(operation -> operation.releaseDigest().equals(digest))
                .toList();
    }

    /** Gives the operations of a release the number of its last activation. */
    synchronized void renumber(String digest, long number) {
        published.replaceAll((offer, operation) -> {
            if (!operation.releaseDigest().equals(digest) || operation.releaseNumber() == number) {
                return operation;
            }
            DeployedOperation renumbered = numbered(operation, number);
            registry.add(renumbered);
            return renumbered;
        });
    }

    /** The longest time a call that is not pinned to a release (planning, settling) may take in it. */
    Duration longestCall(String digest) {
        return operations(digest).stream()
                .map(operation -> operation.profile().planTimeout())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static DeployedOperation numbered(DeployedOperation operation, long number) {
        return new DeployedOperation(
                operation.plugin(),
                operation.name(),
                operation.version(),
                operation.description(),
                operation.profile(),
                operation.schema(),
                operation.releaseDigest(),
                number);
    }
}
