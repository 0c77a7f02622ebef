package io.countersign.reconciliation.payout;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** Counts days on which banks move money, Monday to Friday; holidays differ by country and are not known here. */
final class BusinessDays {
    private BusinessDays() {}

    /**
     * The date so many business days later.
     *
     * @param count negative for earlier
     */
    static LocalDate after(LocalDate date, int count) {
        LocalDate day = date;
        for (int left = Math.abs(count); left > 0; ) {
            day = day.plusDays(Integer.signum(count));
            if (day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY) {
                left--;
            }
        }
        return day;
    }
}
