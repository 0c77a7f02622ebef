package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.BusinessDays;
import io.countersign.reconciliation.config.Pass;
import io.countersign.reconciliation.config.Tolerance;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Same reference and currency, one line on each side, and amounts that differ by no more than the tolerance. */
final class SmallDifferenceMatcher implements Matcher {
    private final Pass.SmallDifference pass;
    private final Map<String, Tolerance> tolerances;
    private final BusinessDays days;

    SmallDifferenceMatcher(Pass.SmallDifference pass, Map<String, Tolerance> tolerances, BusinessDays days) {
        this.pass = pass;
        this.tolerances = tolerances;
        this.days = days;
    }

    @Override
    public @Nullable String groupOf(Row row) {
        String reference =
                ReferenceText.normalised(row.text(pass.columns().of(row.side).get(0)));
        boolean asked = !reference.isEmpty() && row.duplicateOf == 0 && tolerances.containsKey(row.currencyCode());
        return asked ? reference + ' ' + row.currency : null;
    }

    @Override
    public void match(List<Row> left, List<Row> right, Findings findings) throws IOException {
        if (left.size() == 1 && right.size() == 1 && isWithin(left.get(0), right.get(0))) {
            findings.withinTolerance(left.get(0), right.get(0));
            return;
        }
        findings.unmatched(left);
        findings.unmatched(right);
    }

    private boolean isWithin(Row one, Row other) {
        Tolerance tolerance = tolerances.getOrDefault(one.currencyCode(), new Tolerance(0, 0));
        long difference = Math.abs(Math.subtractExact(one.amount, other.amount));
        return difference > 0
                && difference <= tolerance.eachMinorUnits()
                && (pass.businessDaysMax() < 0
                        || (one.hasValueDay()
                                && other.hasValueDay()
                                && days.within(one.valueDay, other.valueDay, pass.businessDaysMax())));
    }
}
