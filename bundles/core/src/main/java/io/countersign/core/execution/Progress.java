package io.countersign.core.execution;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The newest progress a plug-in reported; the platform writes it at most twice a second. */
final class Progress {

    /** How far it is. */
    record Report(long done, long total) {}

    private final AtomicReference<Optional<Report>> newest = new AtomicReference<>(Optional.empty());

    void report(long done, long total) {
        if (done < 0 || total < 0 || done > total) {
            throw new IllegalArgumentException("progress " + done + " of " + total + " is not between 0 and its total");
        }
        newest.set(Optional.of(new Report(done, total)));
    }

    /** Takes what was reported since the last call. */
    Optional<Report> drain() {
        return newest.getAndSet(Optional.empty());
    }
}
