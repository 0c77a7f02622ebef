package io.countersign.reconciliation.match;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over lines that are objects: puts them into groups and finds matches inside each group. */
interface Matcher {

    /** What a line must have in common with its counterpart; null when the pass has nothing to say about the line. */
    @Nullable
    String groupOf(Row row);

    /**
     * Finds matches; every row is handed to the findings exactly once.
     *
     * @param left in the order of lines, maybe empty
     * @param right in the order of lines, maybe empty
     */
    void match(List<Row> left, List<Row> right, Findings findings) throws IOException;
}
