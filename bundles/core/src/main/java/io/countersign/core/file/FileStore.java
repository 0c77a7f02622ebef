package io.countersign.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/** Port: the bytes of files, kept under their digest. */
public interface FileStore {

    /**
     * Reads the stream to its end and keeps its bytes durably; identical bytes are kept once.
     *
     * @param sizeBytesMax more than this is refused
     * @throws FileTooLargeException when the limit is passed; nothing is kept then
     */
    Kept keep(InputStream content, long sizeBytesMax) throws IOException;

    /**
     * The bytes, after their digest was verified.
     *
     * @throws FileDamagedException when they are missing or no longer have this digest
     */
    InputStream open(String sha256) throws IOException;

    /** A read-only channel on the bytes, after their digest was verified. */
    SeekableByteChannel openChannel(String sha256) throws IOException;

    /** What was kept. */
    record Kept(String sha256, long sizeBytes) {}
}
