package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.AmountText;
import io.countersign.reconciliation.statement.ShownText;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What field 61 says (SWIFT MT940, Statement Line):
 * {@code 6!n[4!n]2a[1!a]15d1!a3!c16x[//16x]} and a further line of 34x.
 *
 * @param entryDate when it was booked; the field leaves the year out
 * @param amountMinorUnits negative for a debit and for the reversal of a credit
 * @param customerReference empty for {@code NONREF}
 * @param bankReference empty when there is none
 * @param supplement the further line; empty when there is none
 */
record Mt940Movement(
        LocalDate valueDate,
        @Nullable LocalDate entryDate,
        long amountMinorUnits,
        boolean reversal,
        String type,
        String customerReference,
        String bankReference,
        String supplement) {
    private static final Pattern FIRST_LINE =
            Pattern.compile("(\\d{6})(\\d{4})?(RC|RD|C|D)([A-Z])?(\\d{1,15},\\d{0,9})([A-Z][A-Z0-9]{3})(.*)");
    private static final Pattern BALANCE = Pattern.compile("([CD])(\\d{6})([A-Z]{3})(\\d{1,15},\\d{0,9})\\s*");
    private static final AmountText AMOUNTS = AmountText.decimals(',');
    /** Two digits of a year from here on belong to the last century. */
    private static final int CENTURY_TURNS_AT = 80;

    /** @throws UnreadableTextException {@code movement_format} or the fault of its date or amount */
    static Mt940Movement parse(Mt940Field field, String currency) throws UnreadableTextException {
        Matcher parts = FIRST_LINE.matcher(field.firstText());
        if (!parts.matches()) {
            throw new UnreadableTextException(
                    "movement_format",
                    ShownText.of(field.firstText())
                            + " is no movement; expected like 2611221122C1234,56NTRFREFERENCE//BANKREFERENCE");
        }
        LocalDate valueDate = dayOf(parts.group(1));
        String mark = parts.group(3);
        long amount = AMOUNTS.toMinorUnits(parts.group(5), currency);
        boolean came = mark.equals("C") || mark.equals("RD");
        String references = parts.group(7);
        int bank = references.indexOf("//");
        String customer = (bank < 0 ? references : references.substring(0, bank)).strip();
        return new Mt940Movement(
                valueDate,
                parts.group(2) == null ? null : entryDate(parts.group(2), valueDate),
                came ? amount : -amount,
                mark.startsWith("R"),
                parts.group(6),
                customer.equals("NONREF") ? "" : customer,
                bank < 0 ? "" : references.substring(bank + 2).strip(),
                String.join("", field.texts().subList(1, field.texts().size())).strip());
    }

    /** A stated balance of the fields 60 and 62. */
    record Balance(LocalDate date, String currency, long amountMinorUnits) {

        /** @throws UnreadableTextException {@code balance_format} or the fault of its date or amount */
        static Balance parse(Mt940Field field) throws UnreadableTextException {
            Matcher parts = BALANCE.matcher(field.firstText());
            if (!parts.matches() || field.texts().stream().skip(1).anyMatch(text -> !text.isBlank())) {
                throw new UnreadableTextException(
                        "balance_format",
                        ShownText.of(field.firstText()) + " is no balance; expected like C261122EUR1234,56");
            }
            long amount = AMOUNTS.toMinorUnits(parts.group(4), parts.group(3));
            return new Balance(
                    dayOf(parts.group(2)), parts.group(3), parts.group(1).equals("C") ? amount : -amount);
        }
    }

    private static LocalDate dayOf(String yymmdd) throws UnreadableTextException {
        int year = Integer.parseInt(yymmdd.substring(0, 2));
        try {
            return LocalDate.of(
                    year + (year < CENTURY_TURNS_AT ? 2000 : 1900),
                    Integer.parseInt(yymmdd.substring(2, 4)),
                    Integer.parseInt(yymmdd.substring(4, 6)));
        } catch (DateTimeException e) {
            throw new UnreadableTextException("date_format", ShownText.of(yymmdd) + " is no date of the form yyMMdd");
        }
    }

    /** The date with that month and day that lies nearest to the value date: 0102 beside 31 December is next year's. */
    private static LocalDate entryDate(String mmdd, LocalDate valueDate) throws UnreadableTextException {
        LocalDate nearest = null;
        for (int year = valueDate.getYear() - 1; year <= valueDate.getYear() + 1; year++) {
            LocalDate candidate = existing(year, mmdd);
            if (candidate != null
                    && (nearest == null || distance(candidate, valueDate) < distance(nearest, valueDate))) {
                nearest = candidate;
            }
        }
        if (nearest == null) {
            throw new UnreadableTextException(
                    "date_format", ShownText.of(mmdd) + " is no month and day near " + valueDate);
        }
        return nearest;
    }

    private static @Nullable LocalDate existing(int year, String mmdd) {
        try {
            return LocalDate.of(year, Integer.parseInt(mmdd.substring(0, 2)), Integer.parseInt(mmdd.substring(2)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static long distance(LocalDate one, LocalDate other) {
        return Math.abs(ChronoUnit.DAYS.between(one, other));
    }
}
