package io.countersign.core.execution;

import io.countersign.core.file.FileDamagedException;
import io.countersign.core.file.FileStore;
import io.countersign.core.file.FileTooLargeException;
import io.countersign.core.plan.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Contents in memory. */
final class MemoryFileStore implements FileStore {
    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

    @Override
    public Kept keep(InputStream content, long sizeBytesMax) throws IOException {
        byte[] bytes = content.readAllBytes();
        if (bytes.length > sizeBytesMax) {
            throw new FileTooLargeException("content", sizeBytesMax);
        }
        String sha256 = Sha256.hex(bytes);
        contents.put(sha256, bytes);
        return new Kept(sha256, bytes.length);
    }

    @Override
    public InputStream open(String sha256) {
        byte[] bytes = contents.get(sha256);
        if (bytes == null) {
            throw new FileDamagedException(sha256, "is missing");
        }
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public SeekableByteChannel openChannel(String sha256) {
        throw new UnsupportedOperationException("no test reads by channel");
    }

    String text(String sha256) {
        return new String(contents.getOrDefault(sha256, new byte[0]), StandardCharsets.UTF_8);
    }
}
