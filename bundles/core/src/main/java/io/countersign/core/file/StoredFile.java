package io.countersign.core.file;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file.
 *
 * @param id the same for all versions, 32 hexadecimal digits
 * @param version starting from 1
 * @param name plain file name
 * @param sha256 of the content, 64 hexadecimal digits
 * @param ownerId user who uploaded it, or initiator of the execution that wrote it
 * @param executionId the execution that wrote it; null for an upload
 */
public record StoredFile(
        String id,
        int version,
        String name,
        String mediaType,
        long sizeBytes,
        String sha256,
        String ownerId,
        String ownerName,
        @Nullable String executionId,
        Instant createdAt) {}
