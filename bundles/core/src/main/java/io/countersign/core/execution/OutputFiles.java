package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.file.FileStore;
import io.countersign.core.file.StoredFile;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** The files an execution writes: each becomes visible only when it is closed whole. */
final class OutputFiles {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,119}");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}(; ?charset=[A-Za-z0-9-]{1,20})?");
    private static final int OUTPUTS_MAX = 1000;

    private final EngineParts parts;
    private final Execution execution;
    private final long fence;
    private final StopSignal stop;
    private final PlatformWork work;
    private final WorkDirectory directory;
    private final AtomicInteger opened = new AtomicInteger();

    OutputFiles(EngineParts parts, Execution execution, long fence, StopSignal stop, WorkDirectory directory) {
        this.parts = parts;
        this.execution = execution;
        this.fence = fence;
        this.stop = stop;
        this.work = new PlatformWork(parts.platform(), stop);
        this.directory = directory;
    }

    OutputStream open(String name, String mediaType) throws IOException {
        stop.check();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("output name '" + name + "' must match " + NAME);
        }
        if (!MEDIA_TYPE.matcher(mediaType).matches()) {
            throw new IllegalArgumentException(
                    "media type '" + mediaType + "' of output '" + name + "' must look like text/csv");
        }
        if (opened.incrementAndGet() > OUTPUTS_MAX) {
            throw new IllegalStateException("an execution writes at most " + OUTPUTS_MAX + " outputs");
        }
        Path draft = directory.newDraft();
        return new Draft(Files.newOutputStream(draft), draft, name, mediaType);
    }

    private void publish(Path draft, String name, String mediaType) throws IOException {
        FileStore.Kept kept;
        try (InputStream content = Files.newInputStream(draft)) {
            kept = parts.fileStore().keep(content, parts.settings().outputBytesMax());
        }
        StoredFile file = new StoredFile(
                parts.ids().next(),
                1,
                name,
                mediaType,
                kept.sizeBytes(),
                kept.sha256(),
                execution.initiatorId(),
                execution.initiatorName(),
                execution.id().text(),
                parts.now());
        JsonObject details = Json.object()
                .put("name", name)
                .put("sha256", kept.sha256())
                .put("sizeBytes", kept.sizeBytes())
                .build();
        work.run(() -> parts.files()
                .recordOutput(file, fence, parts.entry(AuditAction.FILE_WRITTEN, execution.id(), details)));
    }

    /** Writes to a draft; closing it publishes. */
    private final class Draft extends FilterOutputStream {
        private final Path draft;
        private final String name;
        private final String mediaType;
        private long sizeBytes;
        private boolean closed;
        private boolean whole = true;

        private Draft(OutputStream target, Path draft, String name, String mediaType) {
            super(target);
            this.draft = draft;
            this.name = name;
            this.mediaType = mediaType;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            boolean written = false;
            try {
                requireWithinLimit(length);
                out.write(bytes, offset, length);
                written = true;
            } finally {
                whole &= written;
            }
        }

        private void requireWithinLimit(int length) throws IOException {
            sizeBytes += length;
            if (sizeBytes > parts.settings().outputBytesMax()) {
                throw new IOException("output '" + name + "' is larger than the limit of "
                        + parts.settings().outputBytesMax() + " bytes");
            }
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            super.close();
            try {
                stop.check();
                if (whole) {
                    publish(draft, name, mediaType);
                }
            } finally {
                Files.deleteIfExists(draft);
            }
        }
    }
}
