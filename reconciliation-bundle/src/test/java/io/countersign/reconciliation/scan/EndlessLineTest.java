package io.countersign.reconciliation.scan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

/** A line longer than memory is skipped as it is read. */
public final class EndlessLineTest {
    private static final long LINE_BYTES = 1L << 28;

    @Test
    public void refusesALineWithoutEndAndReadsTheNextOne() throws IOException {
        RecordScanner scanner =
                new RecordScanner(new LongLine(), new CsvShape((byte) ',', (byte) '"', 4_096), 64 * 1024, read -> {});

        assertTrue(scanner.next());
        assertNotNull(scanner.fault());
        assertEquals("record_too_long", scanner.fault().code());
        assertEquals(1, scanner.line());
        assertTrue("it was not held in memory", scanner.bytes().length < 1 << 20);
        assertTrue(scanner.next());
        assertNull(scanner.fault());
        assertEquals(2, scanner.line());
        assertEquals(2, scanner.fields());
        assertFalse(scanner.next());
    }

    /** So many a's and one more line. */
    private static final class LongLine implements SeekableByteChannel {
        private static final byte[] END = "\nb,1\n".getBytes(StandardCharsets.US_ASCII);

        private long position;

        @Override
        public int read(ByteBuffer target) {
            if (position == size()) {
                return -1;
            }
            int start = target.position();
            while (target.hasRemaining() && position < size()) {
                target.put(position < LINE_BYTES ? (byte) 'a' : END[(int) (position - LINE_BYTES)]);
                position++;
            }
            return target.position() - start;
        }

        @Override
        public long size() {
            return LINE_BYTES + END.length;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long newPosition) {
            position = newPosition;
            return this;
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
