package io.countersign.reconciliation.match;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last attempt: same amount, currency and day, nobody else to choose, so only the reference can be wrong. */
final class ContentPairing implements Matcher {
    private final BreakSink breaks;

    ContentPairing(BreakSink breaks) {
        this.breaks = breaks;
    }

    @Override
    public @Nullable String groupOf(Row row) {
        return row.hint == Row.Hint.NONE && row.hasValueDay()
                ? row.currency + " " + row.amount + " " + row.valueDay
                : null;
    }

    @Override
    public void match(List<Row> left, List<Row> right, Findings findings) throws IOException {
        if (left.size() == 1 && right.size() == 1) {
            breaks.add(Difference.reference(left.get(0), right.get(0)));
            return;
        }
        findings.unmatched(left);
        findings.unmatched(right);
    }
}
