package io.countersign.persistence;

import io.countersign.core.file.StoredFile;
import java.io.Serializable;
import java.time.OffsetDateTime;
import java.util.Objects;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.IdClass;
import javax.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Row of {@code stored_file}: one version of a file. */
@Entity
@Table(name = "stored_file")
@IdClass(StoredFileRow.Key.class)
class StoredFileRow {
    @Id
    private String id;

    @Id
    private int version;

    private String name;

    @Column(name = "media_type")
    private String mediaType;

    @Column(name = "size_bytes")
    private long sizeBytes;

    private String sha256;

    @Column(name = "owner_id")
    private String ownerId;

    @Column(name = "owner_name")
    private String ownerName;

    @Column(name = "execution_id")
    private @Nullable String executionId;

    @Column(name = "created_at")
    private OffsetDateTime createdAt;

    @SuppressWarnings("NullAway.Init") // OpenJPA fills the fields
    protected StoredFileRow() {}

    StoredFileRow(String id, int version, StoredFile file) {
        this.id = id;
        this.version = version;
        name = file.name();
        mediaType = file.mediaType();
        sizeBytes = file.sizeBytes();
        sha256 = file.sha256();
        ownerId = file.ownerId();
        ownerName = file.ownerName();
        executionId = file.executionId();
        createdAt = Timestamps.column(file.createdAt());
    }

    StoredFile toStoredFile() {
        return new StoredFile(
                id,
                version,
                name,
                mediaType,
                sizeBytes,
                sha256,
                ownerId,
                ownerName,
                executionId,
                createdAt.toInstant());
    }

    /** What makes a row unique. Public fields, because OpenJPA sets them. */
    public static final class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        public @Nullable String id;
        public int version;

        public Key() {}

        Key(String id, int version) {
            this.id = id;
            this.version = version;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && version == key.version && Objects.equals(id, key.id);
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, version);
        }
    }
}
