package io.countersign.reconciliation.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for the one set of two or more numbers with a given sum. Up to 24 numbers are split in halves whose sums meet in
 * the middle; up to 200 are tried in twos and threes. Stops at the second solution and when its steps are used up: steps,
 * never a clock, so that every run answers the same.
 */
final class SubsetSearch {
    static final int ALL_SIZES_MAX = 24;
    static final int CANDIDATES_MAX = 200;

    private final long[] numbers;
    private final long target;
    private final long stepsMax;
    private final List<int[]> solutions = new ArrayList<>();
    private long steps;

    SubsetSearch(long[] numbers, long target, long stepsMax) {
        this.numbers = numbers;
        this.target = target;
        this.stepsMax = stepsMax;
    }

    /** What was found. */
    enum Outcome {
        NONE,
        ONE,
        SEVERAL,
        TOO_MANY
    }

    Outcome run() {
        if (numbers.length > CANDIDATES_MAX) {
            return Outcome.TOO_MANY;
        }
        if (numbers.length <= ALL_SIZES_MAX) {
            meetInTheMiddle();
        } else {
            twosAndThrees();
        }
        if (solutions.size() > 1) {
            return Outcome.SEVERAL;
        }
        if (steps > stepsMax) {
            return Outcome.TOO_MANY;
        }
        return solutions.isEmpty() ? Outcome.NONE : Outcome.ONE;
    }

    /** Indices of the only solution, rising. */
    int[] solution() {
        return solutions.get(0);
    }

    private void meetInTheMiddle() {
        int low = numbers.length / 2;
        int high = numbers.length - low;
        Map<Long, List<Integer>> sums = new HashMap<>();
        for (int set = 0; set < 1 << low && steps <= stepsMax; set++, steps++) {
            sums.computeIfAbsent(sum(set, 0), unused -> new ArrayList<>(1)).add(set);
        }
        for (int set = 0; set < 1 << high && steps <= stepsMax && solutions.size() < 2; set++, steps++) {
            List<Integer> partners = sums.getOrDefault(Math.subtractExact(target, sum(set, low)), List.of());
            for (int i = 0; i < partners.size() && solutions.size() < 2; i++) {
                found((long) set << low | partners.get(i));
            }
        }
    }

    private long sum(int set, int offset) {
        long sum = 0;
        for (int rest = set; rest != 0; rest &= rest - 1) {
            sum = Math.addExact(sum, numbers[offset + Integer.numberOfTrailingZeros(rest)]);
        }
        return sum;
    }

    private void found(long set) {
        if (Long.bitCount(set) < 2) {
            return;
        }
        int[] indices = new int[Long.bitCount(set)];
        int i = 0;
        for (long rest = set; rest != 0; rest &= rest - 1) {
            indices[i++] = Long.numberOfTrailingZeros(rest);
        }
        solutions.add(indices);
    }

    private void twosAndThrees() {
        Map<Long, List<Integer>> byNumber = new HashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            byNumber.computeIfAbsent(numbers[i], unused -> new ArrayList<>(1)).add(i);
        }
        for (int i = 0; i < numbers.length; i++) {
            last(byNumber, target - numbers[i], i, -1);
            for (int j = i + 1; j < numbers.length; j++) {
                if (++steps > stepsMax || solutions.size() > 1) {
                    return;
                }
                last(byNumber, target - numbers[i] - numbers[j], i, j);
            }
        }
    }

    /** Adds the solutions whose last member has the missing number. */
    private void last(Map<Long, List<Integer>> byNumber, long missing, int first, int second) {
        int after = Math.max(first, second);
        for (int index : byNumber.getOrDefault(missing, List.of())) {
            if (index > after && solutions.size() < 2) {
                solutions.add(second < 0 ? new int[] {first, index} : new int[] {first, second, index});
            }
        }
    }
}
