package io.countersign.reconciliation.config;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Counts the days on which banks move money. Days are days since 1970-01-01. */
public final class BusinessDays {
    private static final int WEEK = 7;

    private final Set<DayOfWeek> weekend;
    private final long[] holidays;
    private final int[] workdaysBefore = new int[WEEK + 1];

    /**
     * @param weekend the days of each week without business; not all seven
     * @param holidays further days without business
     */
    public BusinessDays(Set<DayOfWeek> weekend, SortedSet<LocalDate> holidays) {
        this.weekend = Set.copyOf(weekend);
        SortedSet<LocalDate> onWorkdays = new TreeSet<>(holidays);
        onWorkdays.removeIf(day -> weekend.contains(day.getDayOfWeek()));
        this.holidays = onWorkdays.stream().mapToLong(LocalDate::toEpochDay).toArray();
        for (int i = 0; i < WEEK; i++) {
            workdaysBefore[i + 1] = workdaysBefore[i] + (this.weekend.contains(dayOfWeek(i)) ? 0 : 1);
        }
    }

    /** Business days after the earlier of two days, up to and including the later one. */
    public long between(long one, long other) {
        return Math.abs(upTo(one) - upTo(other));
    }

    /** Whether two days lie so many business days apart at most; a negative limit means any. */
    public boolean within(long one, long other, int businessDaysMax) {
        return businessDaysMax < 0 || between(one, other) <= businessDaysMax;
    }

    private long upTo(long day) {
        long weeks = Math.floorDiv(day, WEEK);
        int rest = (int) Math.floorMod(day, (long) WEEK);
        return weeks * workdaysBefore[WEEK] + workdaysBefore[rest + 1] - holidaysUpTo(day);
    }

    private int holidaysUpTo(long day) {
        int found = Arrays.binarySearch(holidays, day);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** 1970-01-01 was a Thursday. */
    private static DayOfWeek dayOfWeek(int day) {
        return DayOfWeek.THURSDAY.plus(day);
    }
}
