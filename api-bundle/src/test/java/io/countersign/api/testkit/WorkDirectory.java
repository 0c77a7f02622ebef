package io.countersign.api.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The private directory of one execution, made when first asked for and deleted afterwards. */
final class WorkDirectory implements AutoCloseable {
    private @Nullable Path path;

    Path path() throws IOException {
        if (path == null) {
            path = Files.createTempDirectory("countersign-work-");
        }
        return path;
    }

    @Override
    public void close() throws IOException {
        if (path == null) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            tree.sorted(Comparator.reverseOrder()).forEach(WorkDirectory::delete);
        }
        path = null;
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }
}
