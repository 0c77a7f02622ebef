package io.countersign.core.file;

import io.countersign.core.audit.AuditEntry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port: what is known about files; their content is in the {@link FileStore}. Each verb is one transaction. */
public interface FileRepository {

    /** Writes the first version of an upload. */
    void recordUpload(StoredFile file, AuditEntry audit);

    /**
     * Writes a further version of an upload and answers it with its number, which is the largest plus one.
     *
     * @param file its version is ignored
     */
    StoredFile recordVersion(StoredFile file, AuditEntry audit);

    /**
     * Writes an output of an execution, a further version when the execution wrote that name before, together with the
     * execution's event; answers it with its id and version.
     *
     * @param file its version is ignored, and its id when the name exists
     * @param fence of the execution; {@link io.countersign.core.execution.FenceLostException} when it is not the newest
     */
    StoredFile recordOutput(StoredFile file, long fence, AuditEntry audit);

    /** @param version a number, or null for the newest */
    Optional<StoredFile> find(String id, @Nullable Integer version);

    /** All versions, oldest first. */
    List<StoredFile> versions(String id);

    /** Newest versions of what an execution wrote, by name. */
    List<StoredFile> outputs(String executionId);

    /**
     * Newest versions of files, newest first.
     *
     * @param ownerId only of this owner; null for all
     * @param beforeId the last id of the page before; null for the first page
     */
    List<StoredFile> list(@Nullable String ownerId, @Nullable String beforeId, int limit);
}
