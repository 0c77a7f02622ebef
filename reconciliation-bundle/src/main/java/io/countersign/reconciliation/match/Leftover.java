package io.countersign.reconciliation.match;

import io.countersign.reconciliation.spill.Packed;
import io.countersign.reconciliation.spill.PartitionedRecords;
import java.io.IOException;

/** Layout of a line that the key pass did not match: where to read it again, 16 bytes, partitioned by range of lines. */
final class Leftover {
    static final int BYTES = 16;

    private Leftover() {}

    static void add(PartitionedRecords to, LineRanges ranges, int line, int duplicateOf, long offset)
            throws IOException {
        int at = to.reserve(ranges.of(line), BYTES);
        byte[] target = to.target();
        Packed.putInt(target, at, line);
        Packed.putInt(target, at + 4, duplicateOf);
        Packed.putLong(target, at + 8, offset);
    }

    static int line(byte[] bytes, int at) {
        return Packed.getInt(bytes, at);
    }

    static int duplicateOf(byte[] bytes, int at) {
        return Packed.getInt(bytes, at + 4);
    }

    static long offset(byte[] bytes, int at) {
        return Packed.getLong(bytes, at + 8);
    }
}
