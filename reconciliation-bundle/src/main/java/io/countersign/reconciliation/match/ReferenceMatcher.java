package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.BusinessDays;
import io.countersign.reconciliation.config.Pass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Same reference, currency and amount. One line on each side is confirmed; of several, the earliest that are near enough
 * pair, and a person has to confirm it.
 */
final class ReferenceMatcher implements Matcher {
    private final Pass.Reference pass;
    private final BusinessDays days;

    ReferenceMatcher(Pass.Reference pass, BusinessDays days) {
        this.pass = pass;
        this.days = days;
    }

    @Override
    public @Nullable String groupOf(Row row) {
        String reference =
                ReferenceText.normalised(row.text(pass.columns().of(row.side).get(0)));
        return reference.isEmpty() || row.duplicateOf != 0 ? null : reference + ' ' + row.currency + ' ' + row.amount;
    }

    @Override
    public void match(List<Row> left, List<Row> right, Findings findings) throws IOException {
        if (left.isEmpty() || right.isEmpty()) {
            findings.unmatched(left);
            findings.unmatched(right);
            return;
        }
        boolean single = left.size() == 1 && right.size() == 1;
        List<Row> lefts = byDay(left);
        List<Row> rights = byDay(right);
        int l = 0;
        int r = 0;
        while (l < lefts.size() && r < rights.size()) {
            Row one = lefts.get(l);
            Row other = rights.get(r);
            if (isNear(one, other)) {
                findings.pair(one, other, single || (one.valueDay == other.valueDay && isSameContent(left, right)));
                l++;
                r++;
            } else if (one.valueDay <= other.valueDay) {
                findings.unmatched(one);
                l++;
            } else {
                findings.unmatched(other);
                r++;
            }
        }
        findings.unmatched(lefts.subList(l, lefts.size()));
        findings.unmatched(rights.subList(r, rights.size()));
    }

    /** As many on the left as on the right, and all of one day: whoever pairs with whom, nothing is left in doubt. */
    private static boolean isSameContent(List<Row> left, List<Row> right) {
        return left.size() == right.size()
                && left.stream().mapToInt(row -> row.valueDay).distinct().count() == 1
                && right.stream().mapToInt(row -> row.valueDay).distinct().count() == 1;
    }

    private boolean isNear(Row one, Row other) {
        return pass.businessDaysMax() < 0
                || (one.hasValueDay()
                        && other.hasValueDay()
                        && days.within(one.valueDay, other.valueDay, pass.businessDaysMax()));
    }

    private static List<Row> byDay(List<Row> rows) {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.<Row>comparingInt(row -> row.valueDay).thenComparingInt(row -> row.line));
        return sorted;
    }
}
