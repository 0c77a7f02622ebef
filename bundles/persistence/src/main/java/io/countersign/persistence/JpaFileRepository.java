package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.file.FileRepository;
import io.countersign.core.file.StoredFile;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Files in the database, without their content. */
@Component(service = FileRepository.class)
public final class JpaFileRepository implements FileRepository {
    private static final String NEWEST = "SELECT f FROM StoredFileRow f WHERE NOT EXISTS (SELECT n FROM StoredFileRow n"
            + " WHERE n.id = f.id AND n.version > f.version)";

    private final Transactions transactions;

    @Activate
    public JpaFileRepository(@Reference Database database) {
        this.transactions = database.transactions();
    }

    @Override
    public void recordUpload(StoredFile file, AuditEntry audit) {
        transactions.run(transaction -> {
            transaction.entities().persist(new StoredFileRow(file.id(), 1, file));
            AuditLog.append(transaction, audit);
        });
    }

    @Override
    public StoredFile recordVersion(StoredFile file, AuditEntry audit) {
        return transactions.call(transaction -> {
            holdFirstVersion(transaction, file.id());
            int newest = transaction.one(
                    "SELECT MAX(version) AS newest FROM stored_file WHERE id = ?",
                    row -> row.getInt("newest"),
                    file.id());
            StoredFileRow added = new StoredFileRow(file.id(), newest + 1, file);
            transaction.entities().persist(added);
            AuditLog.append(transaction, audit);
            return added.toStoredFile();
        });
    }

    @Override
    public StoredFile recordOutput(StoredFile file, long fence, AuditEntry audit) {
        ExecutionId execution =
                new ExecutionId(Objects.requireNonNull(file.executionId(), "an output names its execution"));
        return transactions.call(transaction -> {
            Guard.Held held = Guard.fence(execution, fence).raiseEventNumber(transaction);
            StoredFileRow added = transaction
                    .first(
                            "SELECT id, version FROM stored_file WHERE execution_id = ? AND name = ?"
                                    + " ORDER BY version DESC",
                            row -> new StoredFileRow(row.getString("id"), row.getInt("version") + 1, file),
                            execution,
                            file.name())
                    .orElseGet(() -> new StoredFileRow(file.id(), 1, file));
            transaction.entities().persist(added);
            StoredFile stored = added.toStoredFile();
            JsonObject data = Json.object()
                    .put("id", stored.id())
                    .put("version", stored.version())
                    .put("name", stored.name())
                    .build();
            EventLog.append(transaction, execution, held.eventNumber(), "file", file.createdAt(), data);
            AuditLog.append(transaction, audit);
            return stored;
        });
    }

    @Override
    public Optional<StoredFile> find(String id, @Nullable Integer version) {
        if (version == null) {
            List<StoredFile> versions = versions(id);
            return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
        }
        return transactions.call(transaction -> Optional.ofNullable(
                        transaction.entities().find(StoredFileRow.class, new StoredFileRow.Key(id, version)))
                .map(StoredFileRow::toStoredFile));
    }

    @Override
    public List<StoredFile> versions(String id) {
        return transactions.call(transaction -> files(transaction
                .entities()
                .createQuery("SELECT f FROM StoredFileRow f WHERE f.id = ?1 ORDER BY f.version", StoredFileRow.class)
                .setParameter(1, id)));
    }

    @Override
    public List<StoredFile> outputs(String executionId) {
        return transactions.call(transaction -> files(transaction
                .entities()
                .createQuery(NEWEST + " AND f.executionId = ?1 ORDER BY f.name", StoredFileRow.class)
                .setParameter(1, executionId)));
    }

    @Override
    public List<StoredFile> list(@Nullable String ownerId, @Nullable String beforeId, int limit) {
        Optional<StoredFile> before = beforeId == null ? Optional.empty() : find(beforeId, null);
        return transactions.call(transaction -> {
            String jpql = NEWEST
                    + (ownerId == null ? "" : " AND f.ownerId = ?1")
                    + (before.isEmpty() ? "" : " AND (f.createdAt < ?2 OR (f.createdAt = ?2 AND f.id < ?3))")
                    + " ORDER BY f.createdAt DESC, f.id DESC";
            TypedQuery<StoredFileRow> query = transaction
                    .entities()
                    .createQuery(jpql, StoredFileRow.class)
                    .setMaxResults(limit);
            if (ownerId != null) {
                query.setParameter(1, ownerId);
            }
            if (before.isPresent()) {
                query.setParameter(2, Timestamps.column(before.get().createdAt()));
                query.setParameter(3, before.get().id());
            }
            return files(query);
        });
    }

    private static List<StoredFile> files(TypedQuery<StoredFileRow> query) {
        return query.getResultList().stream().map(StoredFileRow::toStoredFile).toList();
    }

    /** Further versions of one file come one after the other. */
    private static void holdFirstVersion(Transaction transaction, String id) throws SQLException {
        if (transaction.update("UPDATE stored_file SET version = version WHERE id = ? AND version = 1", id) == 0) {
            throw new IllegalArgumentException("there is no file with id '" + id + "'");
        }
    }
}
