package io.countersign.reconciliation.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/** The part of a file that a scanner has in memory. */
final class ScanWindow {
    /** Behind the last byte, so that eight bytes may be read at any index. */
    static final int PADDING_BYTES = 8;

    private final SeekableByteChannel channel;
    private final ScanProgress progress;
    private final int chunkBytes;
    private long base;

    byte[] bytes;
    int limit;
    boolean ended;

    ScanWindow(SeekableByteChannel channel, int chunkBytes, ScanProgress progress) {
        this.channel = channel;
        this.progress = progress;
        this.chunkBytes = chunkBytes;
        this.bytes = new byte[3 * chunkBytes + PADDING_BYTES];
    }

    /** Position in the file of a byte in the window. */
    long offset(int at) {
        return base + at;
    }

    /** Makes the byte at a position of the file the next one; returns its index. */
    int seek(long offset) throws IOException {
        if (offset >= base && offset < base + limit) {
            return (int) (offset - base);
        }
        channel.position(offset);
        base = offset;
        limit = 0;
        ended = false;
        return 0;
    }

    /** Moves the bytes from an index on to the front and reads more behind them. */
    void advance(int keepFrom) throws IOException {
        int kept = limit - keepFrom;
        if (kept + chunkBytes + PADDING_BYTES > bytes.length) {
            byte[] larger = new byte[2 * (kept + chunkBytes) + PADDING_BYTES];
            System.arraycopy(bytes, keepFrom, larger, 0, kept);
            bytes = larger;
        } else {
            System.arraycopy(bytes, keepFrom, bytes, 0, kept);
        }
        base += keepFrom;
        limit = kept;
        int count = channel.read(ByteBuffer.wrap(bytes, limit, chunkBytes));
        if (count < 0) {
            ended = true;
            count = 0;
        }
        limit += count;
        Arrays.fill(bytes, limit, limit + PADDING_BYTES, (byte) 0);
        progress.read(count);
    }
}
