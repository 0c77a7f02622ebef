package io.countersign.reconciliation.benchmark;

import io.countersign.api.json.Json;
import io.countersign.api.operation.ApprovedEffect;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OpenItem;
import io.countersign.api.operation.OperationLog;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** An execution over files on disk, without a platform. */
final class FileContext implements ExecutionContext {
    private final Parameters parameters;
    private final Map<String, Path> inputs;
    private final Path directory;
    private @Nullable Plan plan;

    FileContext(Parameters parameters, Map<String, Path> inputs, Path directory) {
        this.parameters = parameters;
        this.inputs = inputs;
        this.directory = directory;
    }

    FileContext approved(Plan approved) {
        plan = approved;
        return this;
    }

    @Override
    public String executionId() {
        return "0".repeat(32);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Connection connection(String parameter) {
        throw new UnsupportedOperationException(parameter);
    }

    @Override
    public InputFile input(String parameter) {
        Path path = inputs.get(parameter);
        if (path == null) {
            throw new IllegalArgumentException(parameter);
        }
        return new DiskFile(path);
    }

    @Override
    public List<OpenItem> openItems(Collection<String> lockKeys) {
        return List.of();
    }

    @Override
    public Clock clock() {
        return Clock.fixed(Instant.parse("2026-12-31T12:00:00Z"), ZoneOffset.UTC);
    }

    @Override
    public OperationLog log() {
        throw new UnsupportedOperationException("log");
    }

    @Override
    public void checkCancelled() {}

    @Override
    public Plan plan() {
        if (plan == null) {
            throw new IllegalStateException("nothing is approved");
        }
        return plan;
    }

    @Override
    public ApprovedEffect effect(String id) {
        throw new UnsupportedOperationException(id);
    }

    @Override
    public OperationResult performAllInOrder() {
        throw new UnsupportedOperationException("performAllInOrder");
    }

    @Override
    public Json step(String name, Callable<Json> body) throws Exception {
        return body.call();
    }

    @Override
    public OutputStream output(String name, String mediaType) throws IOException {
        return Files.newOutputStream(directory.resolve(name));
    }

    @Override
    public Path workDirectory() {
        return directory;
    }

    @Override
    public void progress(long done, long total) {}

    /** A file as the platform hands it out; nobody here changes it behind our back, so it is not hashed again. */
    private record DiskFile(Path path) implements InputFile {
        @Override
        public String name() {
            return path.getFileName().toString();
        }

        @Override
        public String mediaType() {
            return "text/csv";
        }

        @Override
        public long sizeBytes() {
            return path.toFile().length();
        }

        @Override
        public String sha256() {
            return "0".repeat(64);
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public SeekableByteChannel openChannel() throws IOException {
            return FileChannel.open(path);
        }
    }
}
