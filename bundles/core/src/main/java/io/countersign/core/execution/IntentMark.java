package io.countersign.core.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time of the newest intent this node has noted, in a file outside of the database: a database that knows only older
 * ones was restored from a backup. It survives the death of the process; it is written before the effect is sent.
 */
final class IntentMark implements AutoCloseable {
    private static final int BYTES_MAX = 100;

    private final @Nullable Path path;
    private final @Nullable FileChannel file;
    private @Nullable Instant newest;

    private IntentMark(@Nullable Path path, @Nullable FileChannel file, @Nullable Instant newest) {
        this.path = path;
        this.file = file;
        this.newest = newest;
    }

    /** Of a node that keeps none. */
    static IntentMark none() {
        return new IntentMark(null, null, null);
    }

    /**
     * Opens the file, which need not be there.
     *
     * @param path null for none
     * @throws IllegalStateException naming the file and the remedy when it cannot be read or written
     */
    static IntentMark open(@Nullable Path path) {
        if (path == null) {
            return none();
        }
        try {
            Path directory = path.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            return new IntentMark(path, file, read(path, file));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the mark of the newest intent, " + path + ", cannot be read and written: " + e
                            + "; make it a file of the platform's user, or set intentMarkFile in"
                            + " etc/io.countersign.execution.cfg",
                    e);
        }
    }

    /** The newest intent this node has noted; empty before the first. */
    synchronized Optional<Instant> newest() {
        return Optional.ofNullable(newest);
    }

    /** An intent was noted at that time; returns when the file says so. */
    synchronized void raise(Instant notedAt) {
        if (newest == null || notedAt.isAfter(newest)) {
            write(notedAt);
        }
    }

    /** From now on the database is as it should be, whatever the mark said. */
    synchronized void accept(@Nullable Instant newestInDatabase) {
        write(newestInDatabase);
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void write(@Nullable Instant time) {
        newest = time;
        if (file == null) {
            return;
        }
        // always the same length, so that one write replaces it
        byte[] text = (time == null ? "" : time.toString()).getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(text, BYTES_MAX);
        Arrays.fill(line, text.length, BYTES_MAX - 1, (byte) ' ');
        line[BYTES_MAX - 1] = '\n';
        try {
            file.write(ByteBuffer.wrap(line), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the mark of the newest intent, " + path + ", cannot be written", e);
        }
    }

    private static @Nullable Instant read(Path path, FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES_MAX);
        file.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).trim();
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalStateException(
                    "the mark of the newest intent, " + path + ", is damaged: '" + text
                            + "'. If the database was not restored from a backup, delete the file; if it was, write"
                            + " 9999-12-31T00:00:00Z into it, so that everything open is looked up first",
                    e);
        }
    }
}
