package io.countersign.core.registry;

import io.countersign.core.audit.AuditEntry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Port: the releases this platform knows; the truth also after a restart. Each verb is one transaction. */
public interface ReleaseRepository {

    /** Adds a release or activates a known one again; a digest is written once. */
    void recordActivation(Release release, AuditEntry audit);

    /** Changes the state of a known release. */
    void recordState(String digest, Release.State state, AuditEntry audit);

    Optional<Release> find(String digest);

    /** All releases, oldest first. */
    List<Release> list();

    /** Digests that executions in non-terminal states are pinned to. */
    Collection<String> pinnedDigests();
}
