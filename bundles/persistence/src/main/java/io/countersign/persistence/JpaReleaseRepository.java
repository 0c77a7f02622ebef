package io.countersign.persistence;

import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseRepository;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Releases in the database. */
@Component(service = ReleaseRepository.class)
public final class JpaReleaseRepository implements ReleaseRepository {
    private static final List<ExecutionState> NOT_ENDED = Arrays.stream(ExecutionState.values())
            .filter(state -> !state.isEnd())
            .toList();

    private final Transactions transactions;

    @Activate
    public JpaReleaseRepository(@Reference Database database) {
        this.transactions = database.transactions();
    }

    @Override
    public void recordActivation(Release release, AuditEntry audit) {
        transactions.run(transaction -> {
            boolean added = transaction.insertIfAbsent(
                    "INSERT INTO operation_release (digest, symbolic_name, bundle_version, source, state, released_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    release.digest(),
                    release.symbolicName(),
                    release.bundleVersion(),
                    release.source(),
                    Release.State.ACTIVE,
                    release.releasedAt());
            if (!added) {
                transaction.update(
                        "UPDATE operation_release SET state = ?, released_at = ? WHERE digest = ?",
                        Release.State.ACTIVE,
                        release.releasedAt(),
                        release.digest());
            }
            AuditLog.append(transaction, audit);
        });
    }

    @Override
    public void recordState(String digest, Release.State state, AuditEntry audit) {
        transactions.run(transaction -> {
            if (transaction.update("UPDATE operation_release SET state = ? WHERE digest = ?", state, digest) == 0) {
                throw new IllegalArgumentException("there is no release with digest '" + digest + "'");
            }
            AuditLog.append(transaction, audit);
        });
    }

    @Override
    public Optional<Release> find(String digest) {
        return transactions.call(
                transaction -> Optional.ofNullable(transaction.entities().find(ReleaseRow.class, digest))
                        .map(ReleaseRow::toRelease));
    }

    @Override
    public List<Release> list() {
        return transactions.call(transaction -> transaction
                .entities()
                .createQuery("SELECT r FROM ReleaseRow r ORDER BY r.releasedAt, r.digest", ReleaseRow.class)
                .getResultList()
                .stream()
                .map(ReleaseRow::toRelease)
                .toList());
    }

    @Override
    public Collection<String> pinnedDigests() {
        String places = String.join(", ", Collections.nCopies(NOT_ENDED.size(), "?"));
        return transactions.call(transaction -> transaction.list(
                "SELECT DISTINCT release_digest FROM execution WHERE release_digest IS NOT NULL AND state IN (" + places
                        + ")",
                row -> row.getString("release_digest"),
                NOT_ENDED.toArray()));
    }
}
