package io.countersign.reconciliation.statement;

import io.countersign.api.money.Money;
import java.util.Locale;
import java.util.Map;

/**
 * Reads amounts as people and banks write them, straight to minor units: never through floating point, never rounded.
 *
 * <p>Understood: {@code 1,234.56}, {@code -12.5}, {@code 12.50-}, {@code (12.50)}, {@code 12.50 DR}, {@code CR 12.50}.
 * Groups are of three digits, or of two before a last group of three (India). More decimals than the currency has are
 * refused even when they are zeros, because {@code 1.500} is one and a half to some and fifteen hundred to others.
 */
public final class AmountText {
    private static final int DIGITS_MAX = 18;
    private static final char NO_SIGN = '\0';
    private static final String SPACES = " \u00a0\u202f\u2009";
    private static final String APOSTROPHES = "'\u2019";
    /** Words for credit (true) and debit (false) in English, ISO 20022 and SWIFT. */
    private static final Map<String, Boolean> CREDIT_BY_WORD = Map.ofEntries(
            Map.entry("CR", true),
            Map.entry("C", true),
            Map.entry("CRDT", true),
            Map.entry("CREDIT", true),
            Map.entry("+", true),
            Map.entry("DR", false),
            Map.entry("D", false),
            Map.entry("DBIT", false),
            Map.entry("DEBIT", false),
            Map.entry("-", false));

    private final char decimalSign;
    private final char groupingSign;
    private final boolean minorUnits;

    private AmountText(char decimalSign, char groupingSign, boolean minorUnits) {
        this.decimalSign = decimalSign;
        this.groupingSign = groupingSign;
        this.minorUnits = minorUnits;
    }

    /** Decimals without groups: {@code 1234.56} when the sign is a point. */
    public static AmountText decimals(char decimalSign) {
        return new AmountText(decimalSign, NO_SIGN, false);
    }

    /**
     * Decimals with optional groups.
     *
     * @param groupingSign a space also stands for the narrow and unbreakable ones, an apostrophe for the curly one
     * @throws IllegalArgumentException when the two signs are the same
     */
    public static AmountText decimals(char decimalSign, char groupingSign) {
        if (decimalSign == groupingSign) {
            throw new IllegalArgumentException(
                    "decimal sign and grouping sign are both '" + decimalSign + "'; give two different ones");
        }
        return new AmountText(decimalSign, groupingSign, false);
    }

    /** Whole minor units, {@code 123456} for USD 1,234.56. */
    public static AmountText wholeMinorUnits() {
        return new AmountText(NO_SIGN, NO_SIGN, true);
    }

    /**
     * Whether a word of a debit/credit column says credit.
     *
     * @throws UnreadableTextException {@code indicator}
     */
    public static boolean isCredit(String word) throws UnreadableTextException {
        Boolean credit = CREDIT_BY_WORD.get(word.strip().toUpperCase(Locale.ROOT));
        if (credit == null) {
            throw new UnreadableTextException(
                    "indicator",
                    ShownText.of(word) + " says neither credit nor debit; expected CR, C, CRDT, CREDIT or +,"
                            + " DR, D, DBIT, DEBIT or -");
        }
        return credit;
    }

    /**
     * Reads a signed amount.
     *
     * @param currency ISO 4217, upper case
     * @return minor units, negative for a minus, parentheses or a debit word
     * @throws UnreadableTextException {@code amount_format}, {@code amount_scale}, {@code amount_range} or
     *     {@code currency}
     */
    public long toMinorUnits(String text, String currency) throws UnreadableTextException {
        int exponent = minorUnits ? 0 : exponentOf(currency);
        Span span = new Span(text);
        boolean negative = span.takeSigns(this);
        long amount = digits(span, exponent, currency);
        return negative ? -amount : amount;
    }

    /**
     * Decimals of the currency by ISO 4217.
     *
     * @throws UnreadableTextException {@code currency} when there is no such currency
     */
    public static int exponentOf(String currency) throws UnreadableTextException {
        boolean threeCapitals = currency.length() == 3 && currency.chars().allMatch(c -> c >= 'A' && c <= 'Z');
        try {
            if (threeCapitals) {
                return Money.exponentOf(currency);
            }
        } catch (IllegalArgumentException e) {
            throw new UnreadableTextException("currency", String.valueOf(e.getMessage()));
        }
        throw new UnreadableTextException(
                "currency", ShownText.of(currency) + " is not an ISO 4217 code of three capital letters");
    }

    private long digits(Span span, int exponent, String currency) throws UnreadableTextException {
        long value = 0;
        int significant = 0;
        int digits = 0;
        int decimals = -1;
        int sinceGroup = 0;
        boolean grouped = false;
        for (int i = span.start; i < span.end; i++) {
            char character = span.text.charAt(i);
            if (character >= '0' && character <= '9') {
                value = value * 10 + (character - '0');
                significant += value == 0 ? 0 : 1;
                digits++;
                decimals += decimals >= 0 ? 1 : 0;
                sinceGroup++;
            } else if (isDecimalSign(character) && decimals < 0 && (!grouped || sinceGroup == 3)) {
                decimals = 0;
            } else if (isGroupingSign(character) && decimals < 0 && groupEnds(grouped, sinceGroup)) {
                grouped = true;
                sinceGroup = 0;
            } else {
                throw format(span);
            }
            if (significant > DIGITS_MAX) {
                throw range(span);
            }
        }
        if (digits == 0 || (grouped && decimals < 0 && sinceGroup != 3)) {
            throw format(span);
        }
        return scaled(value, Math.max(decimals, 0), exponent, currency, span);
    }

    private static long scaled(long value, int decimals, int exponent, String currency, Span span)
            throws UnreadableTextException {
        if (decimals > exponent) {
            throw new UnreadableTextException(
                    "amount_scale",
                    ShownText.of(span.text) + " has " + decimals + " decimals but " + currency + " has " + exponent
                            + "; nothing is rounded");
        }
        long scaled = value;
        try {
            for (int i = decimals; i < exponent; i++) {
                scaled = Math.multiplyExact(scaled, 10L);
            }
        } catch (ArithmeticException e) {
            throw range(span);
        }
        return scaled;
    }

    private static boolean groupEnds(boolean grouped, int digits) {
        return grouped ? digits == 2 || digits == 3 : digits >= 1 && digits <= 3;
    }

    private boolean isDecimalSign(char character) {
        return decimalSign != NO_SIGN && character == decimalSign;
    }

    private boolean isGroupingSign(char character) {
        if (groupingSign == NO_SIGN) {
            return false;
        }
        return character == groupingSign
                || (isSpace(groupingSign) && isSpace(character))
                || (APOSTROPHES.indexOf(groupingSign) >= 0 && APOSTROPHES.indexOf(character) >= 0);
    }

    private static boolean isSpace(char character) {
        return SPACES.indexOf(character) >= 0;
    }

    private UnreadableTextException format(Span span) {
        String expected;
        if (minorUnits) {
            expected = "whole minor units like 123456";
        } else if (groupingSign == NO_SIGN) {
            expected = "an amount like 1234" + decimalSign + "56";
        } else {
            expected = "an amount like 1" + groupingSign + "234" + decimalSign + "56";
        }
        return new UnreadableTextException(
                "amount_format", ShownText.of(span.text) + " cannot be read; expected " + expected);
    }

    private static UnreadableTextException range(Span span) {
        return new UnreadableTextException(
                "amount_range", ShownText.of(span.text) + " has more than " + DIGITS_MAX + " digits of minor units");
    }

    /** The part of a text that is not yet understood. */
    private static final class Span {
        private final String text;
        private int start;
        private int end;

        Span(String text) {
            this.text = text;
            this.end = text.length();
            trim();
        }

        /** Takes the one mark that says the direction off the text; a second one stays and is refused as no digit. */
        boolean takeSigns(AmountText rules) throws UnreadableTextException {
            if (start == end) {
                throw rules.format(this);
            }
            char first = text.charAt(start);
            char last = text.charAt(end - 1);
            if (first == '(' && last == ')') {
                start++;
                end--;
                trim();
                return true;
            }
            if (isMinus(first) || first == '+') {
                start++;
                trim();
                return isMinus(first);
            }
            if (isMinus(last) || last == '+') {
                end--;
                trim();
                return isMinus(last);
            }
            return takeWord();
        }

        private boolean takeWord() {
            int from = start;
            while (from < end && isLetter(text.charAt(from))) {
                from++;
            }
            int to = end;
            while (to > from && isLetter(text.charAt(to - 1))) {
                to--;
            }
            boolean leads = from > start;
            Boolean credit = null;
            if (leads != to < end) {
                String word = leads ? text.substring(start, from) : text.substring(to, end);
                credit = CREDIT_BY_WORD.get(word.toUpperCase(Locale.ROOT));
            }
            if (credit == null) {
                return false;
            }
            start = from;
            end = to;
            trim();
            return !credit;
        }

        private void trim() {
            while (start < end && isSpace(text.charAt(start))) {
                start++;
            }
            while (end > start && isSpace(text.charAt(end - 1))) {
                end--;
            }
        }

        private static boolean isMinus(char character) {
            return character == '-' || character == '\u2212';
        }

        private static boolean isLetter(char character) {
            return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
        }
    }
}
