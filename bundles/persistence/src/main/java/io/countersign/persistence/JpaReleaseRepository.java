package io.countersign.persistence;

import io.countersign.core.execution.ExecutionState;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseChange;
import io.countersign.core.registry.ReleasePins;
import io.countersign.core.registry.ReleaseRepository;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
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
    public boolean record(List<ReleaseChange> changes) {
        // in one order everywhere, so that two nodes do not wait for one another
        List<ReleaseChange> ordered = changes.stream()
                .sorted(Comparator.comparing(change -> change.release().digest()))
                .toList();
        try {
            transactions.run(transaction -> {
                for (ReleaseChange change : ordered) {
                    write(transaction, change.release());
                    AuditLog.append(transaction, change.audit());
                }
            });
            return true;
        } catch (ChangedMeanwhileException e) {
            return false;
        }
    }

    private static void write(Transaction transaction, Release release) throws SQLException {
        boolean written = release.revision() == 0 ? add(transaction, release) : replace(transaction, release);
        if (!written) {
            throw new ChangedMeanwhileException();
        }
    }

    private static boolean add(Transaction transaction, Release release) throws SQLException {
        Release.Drain drain = release.drain();
        return transaction.insertIfAbsent(
                "INSERT INTO operation_release (digest, symbolic_name, bundle_version, source, state, released_at,"
                        + " drained_at, drain_reason, drained_by_person, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                release.digest(),
                release.symbolicName(),
                release.bundleVersion(),
                release.source(),
                release.state(),
                release.releasedAt(),
                drain == null ? null : drain.since(),
                drain == null ? null : drain.reason(),
                drain != null && drain.byPerson());
    }

    private static boolean replace(Transaction transaction, Release release) throws SQLException {
        Release.Drain drain = release.drain();
        return transaction.update(
                        "UPDATE operation_release SET state = ?, released_at = ?, drained_at = ?, drain_reason = ?,"
                                + " drained_by_person = ?, revision = revision + 1 WHERE digest = ? AND revision = ?",
                        release.state(),
                        release.releasedAt(),
                        drain == null ? null : drain.since(),
                        drain == null ? null : drain.reason(),
                        drain != null && drain.byPerson(),
                        release.digest(),
                        release.revision())
                == 1;
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
    public List<ReleasePins> pins() {
        String places = String.join(", ", Collections.nCopies(NOT_ENDED.size(), "?"));
        return transactions.call(transaction -> transaction.list(
                "SELECT release_digest, operation, sum(CASE WHEN state IN ('RUNNING', 'RESOLVING', 'NEEDS_ATTENTION')"
                        + " THEN 1 ELSE 0 END) AS running, sum(CASE WHEN state = 'SETTLING' THEN 1 ELSE 0 END) AS settling,"
                        + " count(*) AS pinned FROM execution WHERE release_digest IS NOT NULL AND state IN (" + places
                        + ") GROUP BY release_digest, operation",
                JpaReleaseRepository::pins,
                NOT_ENDED.toArray()));
    }

    private static ReleasePins pins(ResultSet row) throws SQLException {
        long running = row.getLong("running");
        long settling = row.getLong("settling");
        long waiting = row.getLong("pinned") - running - settling;
        return new ReleasePins(row.getString("release_digest"), row.getString("operation"), waiting, running, settling);
    }

    /** Ends the transaction without a trace. */
    private static final class ChangedMeanwhileException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
