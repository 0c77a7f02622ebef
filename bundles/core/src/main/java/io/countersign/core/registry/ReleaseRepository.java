package io.countersign.core.registry;

import io.countersign.core.audit.AuditEntry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Port: the releases this platform knows; the truth also after a restart. Each verb is one transaction. */
public interface ReleaseRepository {

    /**
     * Adds a release or activates a known one again. A digest is written once: of a known release only the state and the
     * time of release change, because the release activated last takes new executions.
     */
    void recordActivation(Release release, AuditEntry audit);

    /** Changes the state of a known release. */
    void recordState(String digest, Release.State state, AuditEntry audit);

    Optional<Release> find(String digest);

    /** All releases, the one activated last at the end. */
    List<Release> list();

    /** Digests that executions in non-terminal states are pinned to. */
    Collection<String> pinnedDigests();
}
