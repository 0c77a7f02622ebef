package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Pass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Same currency and amount, value dates near each other, and neither line has anybody else to choose. */
final class WindowMatcher implements Matcher {
    private static final int NOBODY = -1;
    private static final int SEVERAL = -2;

    private final Pass.Window pass;

    WindowMatcher(Pass.Window pass) {
        this.pass = pass;
    }

    @Override
    public @Nullable String groupOf(Row row) {
        return row.hasValueDay() && row.duplicateOf == 0 ? row.currency + " " + row.amount : null;
    }

    @Override
    public void match(List<Row> left, List<Row> right, Findings findings) throws IOException {
        List<Row> lefts = byDay(left);
        List<Row> rights = byDay(right);
        int[] ofLeft = choices(lefts, rights);
        int[] ofRight = choices(rights, lefts);
        boolean[] taken = new boolean[rights.size()];
        for (int i = 0; i < lefts.size(); i++) {
            Row row = lefts.get(i);
            if (ofLeft[i] >= 0 && ofRight[ofLeft[i]] == i) {
                taken[ofLeft[i]] = true;
                findings.pair(row, rights.get(ofLeft[i]), false);
            } else {
                leave(row, ofLeft[i], findings);
            }
        }
        for (int i = 0; i < rights.size(); i++) {
            if (!taken[i]) {
                leave(rights.get(i), ofRight[i], findings);
            }
        }
    }

    /** Index of the only row of the others within the window, or that there is nobody or several. */
    private int[] choices(List<Row> rows, List<Row> others) {
        int[] choices = new int[rows.size()];
        Arrays.fill(choices, NOBODY);
        int from = 0;
        for (int i = 0; i < choices.length; i++) {
            long day = rows.get(i).valueDay;
            while (from < others.size() && others.get(from).valueDay < day - pass.daysMax()) {
                from++;
            }
            if (from < others.size() && others.get(from).valueDay <= day + pass.daysMax()) {
                boolean second = from + 1 < others.size() && others.get(from + 1).valueDay <= day + pass.daysMax();
                choices[i] = second ? SEVERAL : from;
            }
        }
        return choices;
    }

    private static void leave(Row row, int choice, Findings findings) throws IOException {
        if (choice != NOBODY) {
            row.hint = Row.Hint.AMBIGUOUS;
            row.detail = "several lines with this amount lie within the days of the pass";
        }
        findings.unmatched(row);
    }

    private static List<Row> byDay(List<Row> rows) {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.<Row>comparingInt(row -> row.valueDay).thenComparingInt(row -> row.line));
        return sorted;
    }
}
