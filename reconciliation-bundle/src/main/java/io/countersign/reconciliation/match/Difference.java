package io.countersign.reconciliation.match;

import io.countersign.reconciliation.scan.TextColumn;
import java.time.LocalDate;

/** Says what is different between two lines that belong together. */
final class Difference {
    /** A smaller amount on the right, by no more than this part of the left one, looks like a fee. */
    private static final int FEE_PERCENT_MAX = 5;

    private static final String FEE_ACTION = "book the fee that was kept back, or map the column that tells it";

    private Difference() {}

    static Break between(Row left, Row right) {
        if (left.hint == Row.Hint.TOLERANCE_CAP || right.hint == Row.Hint.TOLERANCE_CAP) {
            return amounts(BreakClass.TOLERANCE_CAP, "", left, right, BreakClass.TOLERANCE_CAP.action());
        }
        if (left.currency != right.currency) {
            return left.amount == right.amount
                    ? of(BreakClass.CURRENCY, left, right, "currency", left.currencyCode(), right.currencyCode())
                    : amounts(BreakClass.AMOUNT, "fx", left, right, "book the exchange difference");
        }
        if (left.amount != right.amount) {
            String kind = kind(left, right);
            String action = kind.equals("fee_suspect") ? FEE_ACTION : BreakClass.AMOUNT.action();
            return amounts(BreakClass.AMOUNT, kind, left, right, action);
        }
        if (left.valueDay != right.valueDay) {
            return of(BreakClass.DATE, left, right, "value_date", day(left), day(right));
        }
        String leftReference = left.text(TextColumn.REFERENCE);
        String rightReference = right.text(TextColumn.REFERENCE);
        return leftReference.equals(rightReference)
                ? of(BreakClass.AMBIGUOUS, left, right, "", "", "")
                : of(BreakClass.REFERENCE, left, right, "reference", leftReference, rightReference);
    }

    /** Two lines that are the same but for what should identify them. */
    static Break reference(Row left, Row right) {
        boolean ids = left.text(TextColumn.REFERENCE).equals(right.text(TextColumn.REFERENCE));
        TextColumn column = ids ? TextColumn.ID : TextColumn.REFERENCE;
        return of(BreakClass.REFERENCE, left, right, column.key(), left.text(column), right.text(column));
    }

    private static String kind(Row left, Row right) {
        long one = left.amount;
        long other = right.amount;
        if (one == -other) {
            return "sign_flipped";
        }
        for (long scale = 10; scale <= 1_000; scale *= 10) {
            if (isMultiple(one, other, scale) || isMultiple(other, one, scale)) {
                return "scale_" + scale;
            }
        }
        boolean statedFee = (left.feeKnown && left.net() == other) || (right.feeKnown && right.net() == one);
        boolean smaller = Math.abs(other) < Math.abs(one);
        boolean sameSign = one < 0 == other < 0;
        // in hundredths, so that nothing is divided
        boolean little = Math.abs(one) - Math.abs(other) <= Math.abs(one) / 100 * FEE_PERCENT_MAX;
        if (statedFee || (sameSign && smaller && little)) {
            return "fee_suspect";
        }
        return smaller ? "partial" : "over";
    }

    private static boolean isMultiple(long large, long small, long scale) {
        return small != 0 && large % scale == 0 && large / scale == small;
    }

    private static Break amounts(BreakClass breakClass, String kind, Row left, Row right, String action) {
        return new Break(
                breakClass,
                kind,
                left,
                right,
                "amount",
                Long.toString(left.amount),
                Long.toString(right.amount),
                action);
    }

    private static Break of(
            BreakClass breakClass, Row left, Row right, String field, String leftValue, String rightValue) {
        return new Break(breakClass, "", left, right, field, leftValue, rightValue, breakClass.action());
    }

    private static String day(Row row) {
        return row.hasValueDay() ? LocalDate.ofEpochDay(row.valueDay).toString() : "";
    }
}
