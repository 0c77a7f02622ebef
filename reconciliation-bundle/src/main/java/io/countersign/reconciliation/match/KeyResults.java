package io.countersign.reconciliation.match;

import io.countersign.reconciliation.spill.BlockPool;
import io.countersign.reconciliation.spill.PartitionedRecords;
import java.io.IOException;
import java.nio.file.Path;

/** What one thread of the key pass found. */
final class KeyResults {
    private final LineRanges leftRanges;
    private final LineRanges rightRanges;
    private final PartitionedRecords matches;
    private final PartitionedRecords leftover;
    private final PartitionedRecords rightover;

    KeyResults(BlockPool pool, Path directory, int thread, LineRanges leftRanges, LineRanges rightRanges) {
        this.leftRanges = leftRanges;
        this.rightRanges = rightRanges;
        this.matches = new PartitionedRecords(pool, directory.resolve("matches-" + thread), leftRanges.count());
        this.leftover = new PartitionedRecords(pool, directory.resolve("left-" + thread), leftRanges.count());
        this.rightover = new PartitionedRecords(pool, directory.resolve("right-" + thread), rightRanges.count());
    }

    void matched(byte[] left, int leftAt, int rightLine) throws IOException {
        MatchRecords.add(matches, leftRanges, left, leftAt, rightLine);
    }

    void left(int line, int duplicateOf, long offset) throws IOException {
        Leftover.add(leftover, leftRanges, line, duplicateOf, offset);
    }

    void right(int line, int duplicateOf, long offset) throws IOException {
        Leftover.add(rightover, rightRanges, line, duplicateOf, offset);
    }

    PartitionedRecords matches() {
        return matches;
    }

    PartitionedRecords leftover() {
        return leftover;
    }

    PartitionedRecords rightover() {
        return rightover;
    }
}
