package io.countersign.core.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A private directory of one plug-in call, made when first asked for and deleted afterwards. */
final class WorkDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkDirectory.class);

    private final Path parent;
    private final String prefix;
    private @Nullable Path root;
    private boolean closed;

    WorkDirectory(Path parent, ExecutionId execution) {
        this.parent = parent;
        this.prefix = execution.text() + "-";
    }

    /** The part that belongs to the plug-in. */
    Path forPlugin() throws IOException {
        return Files.createDirectories(root().resolve("work"));
    }

    /** A new empty file for an output that is being written. */
    Path newDraft() throws IOException {
        return Files.createTempFile(root(), "output-", ".draft");
    }

    private synchronized Path root() throws IOException {
        if (closed) {
            throw new IOException("the run has ended; its work directory is gone");
        }
        if (root == null) {
            Files.createDirectories(parent);
            root = Files.createTempDirectory(parent, prefix);
        }
        return root;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (root == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Work directory {} could not be deleted; delete it by hand", root, e);
        }
    }
}
