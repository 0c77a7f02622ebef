package io.countersign.reconciliation.config;

import io.countersign.reconciliation.scan.TextColumn;
import org.jspecify.annotations.Nullable;

/** One rule by which lines are matched; a line matched by one is not seen by the next. */
public sealed interface Pass {
    /** Stands for: dates need not be near each other. */
    int ANY_DAYS = -1;

    /** As outputs call it; unique in the configuration. */
    String name();

    /**
     * One to one: same key, currency and amount.
     *
     * @param businessDaysMax how far value dates may lie apart; {@link #ANY_DAYS} for any
     */
    record Key(String name, Columns columns, int businessDaysMax) implements Pass {}

    /**
     * One to one: same currency and amount, and same reference when capitals, signs and leading zeros do not count.
     *
     * @param columns one column of each side
     */
    record Reference(String name, Columns columns, int businessDaysMax) implements Pass {}

    /**
     * One to one: same currency and amount, value dates within so many days, and nobody else to choose on either side.
     */
    record Window(String name, int daysMax) implements Pass {}

    /**
     * Many to one by a key: the net amounts of the many sum up to the one.
     *
     * @param many the side of the many
     */
    record Group(String name, Side many, TextColumn manyColumn, TextColumn oneColumn) implements Pass {}

    /**
     * Many to one without a key.
     *
     * @param sameColumn what the many must share with the one; null when nothing
     * @param stepsMax sums tried for one line before it is given up
     */
    record Subset(String name, Side many, int daysMax, @Nullable TextColumn sameColumn, int stepsMax) implements Pass {}

    /** One to one: same reference and currency, the amounts within the tolerance of the currency. */
    record SmallDifference(String name, Columns columns, int businessDaysMax) implements Pass {}
}
