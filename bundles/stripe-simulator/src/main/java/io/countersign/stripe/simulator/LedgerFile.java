package io.countersign.stripe.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The append-only file of the ledger: a line per entry, on the disk before anyone is told of it. One writer. */
final class LedgerFile implements AutoCloseable {
    static final String NAME = "ledger.jsonl";

    private final Path path;
    private final FileChannel channel;
    private final List<JournalEntry> found;

    private LedgerFile(Path path, FileChannel channel, List<JournalEntry> found) {
        this.path = path;
        this.channel = channel;
        this.found = found;
    }

    /**
     * Opens or creates the ledger of a directory.
     *
     * @throws IllegalStateException if another simulator holds it or a line cannot be read
     */
    static LedgerFile open(Path directory) {
        Path path = directory.resolve(NAME);
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                claim(path, channel);
                return new LedgerFile(path, channel, load(path, channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the ledger " + path, e);
        }
    }

    private static void claim(Path path, FileChannel channel) throws IOException {
        try {
            // Held until the channel is closed.
            if (channel.tryLock() != null) return;
        } catch (OverlappingFileLockException e) {
            // Held by this very process: the same answer as for another one.
        }
        throw new IllegalStateException(
                "the ledger " + path + " is in use by another simulator; stop it or choose another data directory");
    }

    private static List<JournalEntry> load(Path path, FileChannel channel) throws IOException {
        // Lenient decoding: a torn last line may end inside a character.
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        List<JournalEntry> entries = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            entries.add(parse(path, entries.size() + 1, text.substring(start, end)));
            start = end + 1;
        }
        // A line without its end was never acknowledged to anyone: the writer died in the middle of it.
        channel.truncate(text.substring(0, start).getBytes(StandardCharsets.UTF_8).length);
        channel.position(channel.size());
        return entries;
    }

    private static JournalEntry parse(Path path, int line, String text) {
        try {
            JournalEntry entry = JournalEntry.fromJson(JsonReader.read(text));
            if (entry.sequence() == line) return entry;
            throw new IllegalArgumentException("sequence is " + entry.sequence() + ", expected " + line);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "line " + line + " of " + path + " cannot be read (" + e.getMessage()
                            + "); restore the file or start with an empty data directory",
                    e);
        }
    }

    /** The entries that were in the file when it was opened. */
    List<JournalEntry> found() {
        return found;
    }

    Path path() {
        return path;
    }

    /** Returns when the entry is on the disk. */
    void append(JournalEntry entry) {
        ByteBuffer line = ByteBuffer.wrap((entry.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) channel.write(line);
            channel.force(false);
        } catch (IOException e) {
            // Perhaps half a line is on the disk: nothing may follow it before a restart has cut it off.
            close();
            throw new UncheckedIOException("cannot write to the ledger " + path + "; restart the simulator", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the ledger " + path, e);
        }
    }
}
