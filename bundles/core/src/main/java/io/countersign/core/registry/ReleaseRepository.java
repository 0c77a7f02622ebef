package io.countersign.core.registry;

import java.util.List;
import java.util.Optional;

/** Port: the releases this platform knows; the truth also after a restart. Each verb is one transaction. */
public interface ReleaseRepository {

    /**
     * Writes what releases become, all of them or none: each is added when its revision is 0, and else replaces what is
     * there, provided that it still has that revision. A digest is written once: of a known release only state, time of
     * release and drain change.
     *
     * @return false when another node was faster with one of them; then nothing is written, and no audit entry either
     */
    boolean record(List<ReleaseChange> changes);

    Optional<Release> find(String digest);

    /** All releases, the one activated last at the end. */
    List<Release> list();

    /** What executions in non-terminal states are pinned to, in no particular order. */
    List<ReleasePins> pins();
}
