package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Pass;
import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.scan.TextColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Many lines for one without a common key. A set is suggested only when it is the only one, and when no line in it is
 * wanted for another set too.
 */
final class SubsetMatcher implements Matcher {
    private final Pass.Subset pass;

    SubsetMatcher(Pass.Subset pass) {
        this.pass = pass;
    }

    @Override
    public @Nullable String groupOf(Row row) {
        if (!row.hasValueDay() || row.duplicateOf != 0) {
            return null;
        }
        TextColumn same = pass.sameColumn();
        String shared = same == null ? "" : ReferenceText.normalised(row.text(same));
        return same != null && shared.isEmpty() ? null : shared + ' ' + row.currency;
    }

    @Override
    public void match(List<Row> left, List<Row> right, Findings findings) throws IOException {
        List<Row> many = byDay(pass.many() == Side.LEFT ? left : right);
        List<Row> ones = pass.many() == Side.LEFT ? right : left;
        Map<Row, List<Row>> sets = new HashMap<>();
        Map<Row, Integer> wanted = new HashMap<>();
        for (Row one : ones) {
            List<Row> set = solve(one, many);
            if (!set.isEmpty()) {
                sets.put(one, set);
                set.forEach(row -> wanted.merge(row, 1, Integer::sum));
            }
        }
        Set<Row> matched = new HashSet<>();
        for (Row one : ones) {
            List<Row> set = sets.getOrDefault(one, List.of());
            if (!set.isEmpty() && set.stream().allMatch(row -> wanted.getOrDefault(row, 0) == 1)) {
                List<Row> members = new ArrayList<>(set);
                members.sort(Comparator.comparingInt(row -> row.line));
                findings.group(pass.many(), members, one, false);
                matched.addAll(set);
                continue;
            }
            if (!set.isEmpty()) {
                one.hint = Row.Hint.AMBIGUOUS;
                one.detail = "its only set of lines overlaps with that of another line";
            }
            findings.unmatched(one);
        }
        for (Row row : many) {
            if (!matched.contains(row)) {
                findings.unmatched(row);
            }
        }
    }

    /** The only set of candidates that sums up to the line; empty when there is none or no only one. */
    private List<Row> solve(Row one, List<Row> many) {
        int from = firstFrom(many, one.valueDay - (long) pass.daysMax());
        int to = firstFrom(many, one.valueDay + (long) pass.daysMax() + 1);
        List<Row> candidates = many.subList(from, to);
        if (candidates.size() < 2) {
            return List.of();
        }
        long[] numbers = candidates.size() > SubsetSearch.CANDIDATES_MAX
                ? new long[SubsetSearch.CANDIDATES_MAX + 1]
                : candidates.stream().mapToLong(Row::net).toArray();
        SubsetSearch search = new SubsetSearch(numbers, one.amount, pass.stepsMax());
        switch (search.run()) {
            case ONE -> {
                List<Row> set = new ArrayList<>();
                for (int index : search.solution()) {
                    set.add(candidates.get(index));
                }
                return set;
            }
            case SEVERAL -> {
                one.hint = Row.Hint.AMBIGUOUS;
                one.detail = "more than one set of lines sums up to it";
            }
            case TOO_MANY -> {
                one.hint = Row.Hint.TOO_MANY_CANDIDATES;
                one.detail = candidates.size() + " lines may be part of it";
            }
            case NONE -> {}
        }
        return List.of();
    }

    /** Index of the first row of that day or later. */
    private static int firstFrom(List<Row> byDay, long day) {
        int low = 0;
        int high = byDay.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byDay.get(middle).valueDay < day) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static List<Row> byDay(List<Row> rows) {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.<Row>comparingInt(row -> row.valueDay).thenComparingInt(row -> row.line));
        return sorted;
    }
}
