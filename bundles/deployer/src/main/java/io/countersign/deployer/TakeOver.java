package io.countersign.deployer;

import io.countersign.core.access.Caller;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.Release;
import io.countersign.core.release.ReleaseConflictException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a release comes to take new executions: its bundle is installed beside the others, started, and asked what it
 * offers; only then one transaction says that it is active and the others drain. Until that moment nothing has changed,
 * whatever fails. Used by one thread.
 */
final class TakeOver {
    private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);
    private static final int TRIES_MAX = 5;

    private final ReleaseParts parts;
    private final Publishing publishing;

    TakeOver(ReleaseParts parts, Publishing publishing) {
        this.parts = parts;
        this.publishing = publishing;
    }

    /**
     * Who wants it, and what becomes of the others.
     *
     * @param source where the jar comes from
     * @param anew whether a release that is active already becomes the latest again
     * @param mayBecome whether it still may, looking at its row as it is now; throws when not
     * @param replaced which of the active releases drain
     * @param drain what is noted of them
     */
    record Order(
            Caller actor,
            String source,
            boolean anew,
            Predicate<Optional<Release>> mayBecome,
            Predicate<Release> replaced,
            Release.Drain drain) {}

    /** Answers the release as it is active now. */
    Release perform(OperationJar jar, Order order) throws ReleaseRefusedException {
        Optional<Bundle> there = parts.bundles().find(jar.digest()).or(() -> parts.bundles()
                .findElsewhere(jar.symbolicName(), jar.version(), jar.digest()));
        Bundle bundle = there.isPresent() ? there.get() : parts.bundles().install(jar);
        boolean done = false;
        try {
            parts.bundles().start(bundle);
            Release release = record(jar, offersOf(bundle), order);
            done = true;
            return release;
        } finally {
            if (!done && there.isEmpty()) {
                takeBack(bundle);
            }
        }
    }

    private Release record(OperationJar jar, List<Offer> offers, Order order) throws ReleaseRefusedException {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            Optional<Release> known = parts.records().find(jar.digest());
            if (!order.mayBecome().test(known)) {
                break;
            }
            boolean stays = known.isPresent() && known.get().isActive() && !order.anew();
            Release release = stays ? known.get() : parts.records().next(jar, order.source(), known);
            List<Release> replaced = parts.records().list().stream()
                    .filter(other -> other.isActive() && !other.digest().equals(jar.digest()))
                    .filter(order.replaced())
                    .toList();
            Map<Offer, DeployedOperation> operations = publishing.read(offers, release);
            parts.store().put(jar);
            if (parts.records()
                    .takeOver(
                            order.actor(), stays ? Optional.empty() : Optional.of(release), replaced, order.drain())) {
                publishing.publish(operations, release);
                replaced.forEach(other -> parts.registry().stopNewExecutions(other.digest()));
                return release;
            }
        }
        throw new ReleaseConflictException(
                jar.digest(),
                "release " + jar.digest() + " or another of its bundle was changed by somebody else meanwhile; look at"
                        + " it again");
    }

    private List<Offer> offersOf(Bundle bundle) throws ReleaseRefusedException {
        List<Offer> offers;
        try {
            offers = parts.offers().await(bundle, parts.calls().limit());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseRefusedException("waiting for its operations was interrupted", e);
        }
        if (offers.isEmpty()) {
            throw new ReleaseRefusedException("it started but registered no usable OperationPlugin service within "
                    + parts.calls().limit().toSeconds() + " s; look for unsatisfied components with scr:list");
        }
        return offers;
    }

    private void takeBack(Bundle bundle) {
        try {
            parts.bundles().uninstall(bundle);
        } catch (ReleaseRefusedException e) {
            LOG.error("{} could not be uninstalled again; uninstall it by hand: {}", bundle, e.getMessage());
        }
    }
}
