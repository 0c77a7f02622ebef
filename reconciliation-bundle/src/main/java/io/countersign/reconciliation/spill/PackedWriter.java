package io.countersign.reconciliation.spill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one record after another into the same bytes. */
public final class PackedWriter {
    private byte[] bytes = new byte[1_024];
    private int length;

    /** Forgets the record written before. */
    public PackedWriter start() {
        length = 0;
        return this;
    }

    public PackedWriter putByte(int value) {
        bytes[room(1)] = (byte) value;
        return this;
    }

    public PackedWriter putInt(int value) {
        Packed.putInt(bytes, room(4), value);
        return this;
    }

    public PackedWriter putLong(long value) {
        Packed.putLong(bytes, room(8), value);
        return this;
    }

    /** At most 65,535 bytes in UTF-8. */
    public PackedWriter putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > 0xFFFF) {
            throw new IllegalArgumentException("a text of " + utf8.length + " bytes is too long for a record");
        }
        Packed.putShort(bytes, room(2), utf8.length);
        return putBytes(utf8, 0, utf8.length);
    }

    public PackedWriter putBytes(byte[] from, int offset, int count) {
        System.arraycopy(from, offset, bytes, room(count), count);
        return this;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Adds the record, led by its length, to a partition; {@link PackedReader} reads it. */
    public void addTo(PartitionedRecords records, int partition) throws IOException {
        records.addWithLength(partition, bytes, length);
    }

    private int room(int count) {
        int at = length;
        length += count;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, 2 * bytes.length));
        }
        return at;
    }
}
