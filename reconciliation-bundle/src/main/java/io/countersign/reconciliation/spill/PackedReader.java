package io.countersign.reconciliation.spill;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the records of loaded blocks that a {@link PackedWriter} wrote, in order. */
public final class PackedReader {
    private final List<Block> blocks;
    private int block = -1;
    private byte[] bytes = new byte[0];
    private int at;
    private int recordEnd;
    private int blockEnd;

    public PackedReader(List<Block> blocks) {
        this.blocks = blocks;
    }

    /** Goes to the next record; false when there is none. */
    public boolean next() {
        at = recordEnd;
        while (at == blockEnd) {
            block++;
            if (block == blocks.size()) {
                block--;
                return false;
            }
            bytes = blocks.get(block).bytes();
            at = blocks.get(block).start();
            blockEnd = blocks.get(block).end();
        }
        recordEnd = at + 4 + Packed.getInt(bytes, at);
        at += 4;
        return true;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Index of the record's next byte. */
    public int at() {
        return at;
    }

    /** Index behind the record's last byte. */
    public int recordEnd() {
        return recordEnd;
    }

    public int getByte() {
        return bytes[at++];
    }

    public int getInt() {
        at += 4;
        return Packed.getInt(bytes, at - 4);
    }

    public long getLong() {
        at += 8;
        return Packed.getLong(bytes, at - 8);
    }

    public String getText() {
        int length = Packed.getShort(bytes, at);
        at += 2 + length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }
}
