package io.countersign.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A configuration file in etc/: sets keys and keeps every other line, comments included. */
final class EtcFile {
    private final Path file;

    EtcFile(Path file) {
        this.file = file;
    }

    /** Sets keys; a missing file is created. A file that is watched changes in one step. */
    void put(Map<String, String> settings) {
        try {
            List<String> lines = new ArrayList<>();
            if (Files.exists(file)) lines.addAll(Files.readAllLines(file));
            lines.removeIf(line -> settings.containsKey(key(line)));
            settings.forEach((key, value) -> lines.add(key + " = " + value.replace("\\", "\\\\")));
            Path whole = file.resolveSibling("." + file.getFileName() + ".new");
            Files.write(whole, lines);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String key(String line) {
        int end = line.indexOf('=');
        return end < 0 ? "" : line.substring(0, end).trim();
    }
}
