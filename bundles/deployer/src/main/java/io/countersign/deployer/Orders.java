package io.countersign.deployer;

import io.countersign.core.access.Caller;
import io.countersign.core.registry.Release;
import io.countersign.core.release.ReleaseUnusableException;
import java.util.Optional;

/** What people order over the API and the shell. Used by one thread. */
final class Orders {
    private static final String UPLOAD = "upload/";

    private final ReleaseParts parts;
    private final TakeOver takeOver;

    Orders(ReleaseParts parts, TakeOver takeOver) {
        this.parts = parts;
        this.takeOver = takeOver;
    }

    /** Takes a jar in; what it replaces are the other releases of its bundle. */
    Release install(Caller caller, String fileName, byte[] bytes) {
        String source = UPLOAD + fileName;
        try {
            OperationJar jar = OperationJar.of(bytes, parts.settings().jarBytesMax());
            jar.requireOffersOperations();
            Release.Drain drain = parts.records().drainNow("replaced by " + jar.digest() + " from " + source);
            return takeOver.perform(
                    jar,
                    new TakeOver.Order(
                            caller,
                            source,
                            hasActiveSiblings(jar),
                            known -> true,
                            other -> other.symbolicName().equals(jar.symbolicName()),
                            drain));
        } catch (ReleaseRefusedException e) {
            throw parts.records().refuse(caller, bytes, source, e);
        }
    }

    /** Lets a known release take new executions, provided that it is still as the caller saw it. */
    Release activate(Caller caller, Release seen, Release.Drain drain) {
        try {
            OperationJar jar =
                    OperationJar.of(parts.bytes(seen), parts.settings().jarBytesMax());
            return takeOver.perform(
                    jar,
                    new TakeOver.Order(
                            caller,
                            seen.source(),
                            !seen.isActive() || hasActiveSiblings(jar),
                            known -> isAsSeen(known, seen),
                            other -> other.symbolicName().equals(seen.symbolicName()),
                            drain));
        } catch (ReleaseRefusedException e) {
            throw new ReleaseUnusableException(
                    seen.digest(), ReleaseRecords.text(seen) + " cannot serve: " + e.getMessage(), e);
        }
    }

    private boolean isAsSeen(Optional<Release> known, Release seen) {
        return known.filter(now -> now.revision() == seen.revision()).isPresent();
    }

    private boolean hasActiveSiblings(OperationJar jar) {
        return parts.records().list().stream()
                .anyMatch(other -> other.isActive()
                        && other.symbolicName().equals(jar.symbolicName())
                        && !other.digest().equals(jar.digest()));
    }
}
