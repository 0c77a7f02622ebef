package io.countersign.core.file;

import io.countersign.api.json.Json;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.time.SharedClock;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Takes files in, lists them and hands them out. */
@Component(service = FileService.class, configurationPid = "io.countersign.files")
@Designate(ocd = FilesConfig.class)
public final class FileService {
    /** At most this many files are listed at once. */
    public static final int PAGE_MAX = 200;

    private static final long UPLOAD_BYTES_LIMIT = 1L << 40;

    private final FileRepository files;
    private final FileStore store;
    private final long uploadBytesMax;
    private final Clock clock;
    private final Ids ids = new Ids();
    private final AuditTrail trail;

    @Activate
    public FileService(
            @Reference FileRepository files,
            @Reference FileStore store,
            @Reference SharedClock clock,
            FilesConfig config) {
        this(files, store, config.uploadBytesMax(), clock);
    }

    FileService(FileRepository files, FileStore store, long uploadBytesMax, Clock clock) {
        if (uploadBytesMax < 1 || uploadBytesMax > UPLOAD_BYTES_LIMIT) {
            throw new IllegalArgumentException("uploadBytesMax = " + uploadBytesMax + " is not between 1 and "
                    + UPLOAD_BYTES_LIMIT + "; correct it in etc/io.countersign.files.cfg");
        }
        this.files = files;
        this.store = store;
        this.uploadBytesMax = uploadBytesMax;
        this.clock = clock;
        this.trail = new AuditTrail(clock, ids);
    }

    /** More bytes than this are refused; for those who can refuse earlier, by a header. */
    public long uploadBytesMax() {
        return uploadBytesMax;
    }

    /**
     * Reads the stream to its end and keeps it as a new file.
     *
     * @param name plain file name, without path parts
     * @param mediaType {@code text/csv}; empty when unknown
     * @throws FileRefusedException when name or media type are not acceptable
     * @throws FileTooLargeException when there are more bytes than allowed; nothing is kept then
     * @throws IOException when the stream cannot be read or the content cannot be written
     */
    public StoredFile upload(Caller caller, String name, String mediaType, InputStream content) throws IOException {
        caller.require(Permission.FILE_WRITE);
        StoredFile file = keep(caller, ids.next(), FileNames.require(name), mediaType, content);
        files.recordUpload(file, uploaded(caller, file));
        return file;
    }

    /**
     * Reads the stream to its end and keeps it as a further version of the caller's own upload. Executions go on using
     * the version they were submitted with.
     *
     * @throws UnknownFileException when there is no such file that the caller may read
     * @throws FileRefusedException when somebody else uploaded it, an execution wrote it, or the media type is wrong
     * @throws FileTooLargeException when there are more bytes than allowed; nothing is kept then
     * @throws IOException when the stream cannot be read or the content cannot be written
     */
    public StoredFile addVersion(Caller caller, String id, String mediaType, InputStream content) throws IOException {
        caller.require(Permission.FILE_WRITE);
        StoredFile newest = get(caller, id, null);
        if (newest.executionId() != null) {
            throw new FileRefusedException(
                    "id", "file '" + id + "' was written by an execution and cannot change; upload a new file");
        }
        if (!newest.ownerId().equals(caller.userId())) {
            throw new FileRefusedException(
                    "id",
                    "file '" + id + "' belongs to " + newest.ownerName()
                            + ", who alone can add versions; upload a new file");
        }
        StoredFile file = keep(caller, id, newest.name(), mediaType, content);
        return files.recordVersion(file, uploaded(caller, file));
    }

    /**
     * Newest versions of the files the caller may read, newest first.
     *
     * @param beforeId the last id of the page before; null for the first page
     * @param limit 1 to {@link #PAGE_MAX}
     * @throws FileRefusedException when the limit is another
     */
    public List<StoredFile> list(Caller caller, @Nullable String beforeId, int limit) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw new FileRefusedException("limit", "limit " + limit + " is not between 1 and " + PAGE_MAX);
        }
        if (caller.may(Permission.FILE_READ_ALL)) {
            return files.list(null, beforeId, limit);
        }
        caller.require(Permission.FILE_READ_OWN);
        return files.list(caller.userId(), beforeId, limit);
    }

    /**
     * What is known about a file.
     *
     * @param version a number, or null for the newest
     * @throws UnknownFileException when there is no such file or version that the caller may read
     */
    public StoredFile get(Caller caller, String id, @Nullable Integer version) {
        requireSomeReading(caller);
        return files.find(id, version)
                .filter(file -> mayRead(caller, file))
                .orElseThrow(() -> new UnknownFileException(id, version));
    }

    /**
     * All versions of a file, oldest first.
     *
     * @throws UnknownFileException when there is no such file that the caller may read
     */
    public List<StoredFile> versions(Caller caller, String id) {
        get(caller, id, null);
        return files.versions(id).stream().filter(file -> mayRead(caller, file)).toList();
    }

    /** Newest versions of what an execution wrote, by name; only what the caller may read. */
    public List<StoredFile> outputs(Caller caller, String executionId) {
        requireSomeReading(caller);
        return files.outputs(executionId).stream()
                .filter(file -> mayRead(caller, file))
                .toList();
    }

    /**
     * The content of a file, after its digest was verified; the caller closes it.
     *
     * @param version a number, or null for the newest
     * @throws UnknownFileException when there is no such file or version that the caller may read
     * @throws FileDamagedException when the content is missing or no longer what was stored
     * @throws IOException when the content cannot be read
     */
    public OpenFile open(Caller caller, String id, @Nullable Integer version) throws IOException {
        StoredFile file = get(caller, id, version);
        return new OpenFile(file, store.open(file.sha256()));
    }

    private StoredFile keep(Caller caller, String id, String name, String mediaType, InputStream content)
            throws IOException {
        String type = FileNames.requireMediaType(mediaType);
        FileStore.Kept kept;
        try {
            kept = store.keep(content, uploadBytesMax);
        } catch (FileTooLargeException e) {
            // the store knows no names
            throw new FileTooLargeException(name, e.sizeBytesMax());
        }
        return new StoredFile(
                id,
                1,
                name,
                type,
                kept.sizeBytes(),
                kept.sha256(),
                caller.userId(),
                caller.username(),
                null,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private AuditEntry uploaded(Caller caller, StoredFile file) {
        return trail.entry(
                        caller,
                        AuditAction.FILE_UPLOADED,
                        "file:" + file.id(),
                        Json.object()
                                .put("name", file.name())
                                .put("mediaType", file.mediaType())
                                .put("sizeBytes", file.sizeBytes())
                                .put("sha256", file.sha256())
                                .build())
                .withDigests(null, file.sha256());
    }

    private static void requireSomeReading(Caller caller) {
        if (!caller.may(Permission.FILE_READ_ALL)) {
            caller.require(Permission.FILE_READ_OWN);
        }
    }

    private static boolean mayRead(Caller caller, StoredFile file) {
        return caller.may(Permission.FILE_READ_ALL) || file.ownerId().equals(caller.userId());
    }
}
