package io.countersign.stripe.payout;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** Counts days on which banks move money, Monday to Friday; holidays differ by country and are not known here. */
final class BusinessDays {
    private BusinessDays() {}

    /** The date that many business days later. */
    static LocalDate after(LocalDate date, int businessDays) {
        LocalDate day = date;
        int left = businessDays;
        while (left > 0) {
            day = day.plusDays(1);
            if (day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY) {
                left--;
            }
        }
        return day;
    }
}
