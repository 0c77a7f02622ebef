package io.countersign.reconciliation.match;

import java.util.Locale;

/** Why a line is not matched. */
public enum BreakClass {
    MISSING_LEFT("find out why the left side does not have it, or book it there"),
    MISSING_RIGHT("ask the right side for it, or reverse it on the left"),
    AMOUNT("clear up the difference with whoever booked it, then correct one side"),
    DATE("check which date is right; correct it or widen the days of the pass"),
    CURRENCY("correct the currency on the side that has it wrong"),
    REFERENCE("correct the reference on the side that has it wrong"),
    DUPLICATE_LEFT("reverse the repeated line on the left"),
    DUPLICATE_RIGHT("reverse the repeated line on the right"),
    AMBIGUOUS("choose the counterpart by hand; more than one fits"),
    PARSE_REJECT("correct the line in its source and run again"),
    TOLERANCE_CAP("approve it by hand, or raise the cap; the total of the run is used up"),
    TOO_MANY_CANDIDATES("narrow the pass down with a column or fewer days, or match by hand"),
    TIMING("wait for the next statement; it is on its way");

    private final String action;

    BreakClass(String action) {
        this.action = action;
    }

    /** The name in outputs. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What to do about it. */
    public String action() {
        return action;
    }
}
