package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Side;
import java.io.IOException;
import java.util.List;

/** Takes what a matcher finds. */
interface Findings {

    /** Two lines that cancel out. */
    void pair(Row left, Row right, boolean confirmed) throws IOException;

    /**
     * Several lines for one, whose net amounts sum up to it.
     *
     * @param many the side of the members
     */
    void group(Side many, List<Row> members, Row one, boolean confirmed) throws IOException;

    /** Two lines with a difference that the tolerance allows; the cap of the run decides later. */
    void withinTolerance(Row left, Row right) throws IOException;

    /** A line for the next pass. */
    void unmatched(Row row) throws IOException;

    /** Several lines for the next pass. */
    default void unmatched(List<Row> rows) throws IOException {
        for (Row row : rows) {
            unmatched(row);
        }
    }
}
