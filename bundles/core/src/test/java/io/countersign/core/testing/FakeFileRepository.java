package io.countersign.core.testing;

import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.file.FileRepository;
import io.countersign.core.file.StoredFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files in memory, without their content; outputs are checked against the execution's fence. */
public final class FakeFileRepository implements FileRepository {
    private static final Comparator<StoredFile> NEWEST_FIRST = Comparator.comparing(StoredFile::createdAt)
            .thenComparing(StoredFile::id)
            .reversed();

    private final FakeExecutionRepository executions;
    private final FakeAuditRepository audit;
    private final Map<String, List<StoredFile>> versionsById = new LinkedHashMap<>();

    public FakeFileRepository(FakeExecutionRepository executions, FakeAuditRepository audit) {
        this.executions = executions;
        this.audit = audit;
    }

    @Override
    public synchronized void recordUpload(StoredFile file, AuditEntry entry) {
        if (versionsById.containsKey(file.id())) {
            throw new IllegalStateException("file '" + file.id() + "' is already there");
        }
        add(file.id(), file);
        audit.record(entry);
    }

    @Override
    public synchronized StoredFile recordVersion(StoredFile file, AuditEntry entry) {
        if (!versionsById.containsKey(file.id())) {
            throw new IllegalArgumentException("there is no file with id '" + file.id() + "'");
        }
        StoredFile added = add(file.id(), file);
        audit.record(entry);
        return added;
    }

    @Override
    public synchronized StoredFile recordOutput(StoredFile file, long fence, AuditEntry entry) {
        String execution = Objects.requireNonNull(file.executionId(), "an output names its execution");
        Optional<StoredFile> before = outputs(execution).stream()
                .filter(output -> output.name().equals(file.name()))
                .findFirst();
        String id = before.map(StoredFile::id).orElse(file.id());
        int version = before.map(StoredFile::version).orElse(0) + 1;
        executions.recordFileEvent(new ExecutionId(execution), fence, id, version, file);
        audit.record(entry);
        return add(id, file);
    }

    @Override
    public synchronized Optional<StoredFile> find(String id, @Nullable Integer version) {
        List<StoredFile> versions = versions(id);
        if (version == null) {
            return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
        }
        return versions.stream().filter(file -> file.version() == version).findFirst();
    }

    @Override
    public synchronized List<StoredFile> versions(String id) {
        return List.copyOf(versionsById.getOrDefault(id, List.of()));
    }

    @Override
    public synchronized List<StoredFile> outputs(String executionId) {
        return newest().stream()
                .filter(file -> executionId.equals(file.executionId()))
                .sorted(Comparator.comparing(StoredFile::name))
                .toList();
    }

    @Override
    public synchronized List<StoredFile> list(@Nullable String ownerId, @Nullable String beforeId, int limit) {
        List<StoredFile> files = newest().stream().sorted(NEWEST_FIRST).toList();
        Optional<StoredFile> last = beforeId == null ? Optional.empty() : find(beforeId, null);
        return files.stream()
                .filter(file -> last.isEmpty() || NEWEST_FIRST.compare(file, last.get()) > 0)
                .filter(file -> ownerId == null || file.ownerId().equals(ownerId))
                .limit(limit)
                .toList();
    }

    private List<StoredFile> newest() {
        return versionsById.values().stream()
                .map(versions -> versions.get(versions.size() - 1))
                .toList();
    }

    private StoredFile add(String id, StoredFile file) {
        List<StoredFile> versions = versionsById.computeIfAbsent(id, unused -> new ArrayList<>());
        StoredFile added = new StoredFile(
                id,
                versions.size() + 1,
                file.name(),
                file.mediaType(),
                file.sizeBytes(),
                file.sha256(),
                file.ownerId(),
                file.ownerName(),
                file.executionId(),
                file.createdAt());
        versions.add(added);
        return added;
    }
}
