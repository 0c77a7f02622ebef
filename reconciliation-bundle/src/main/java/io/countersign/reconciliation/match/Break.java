package io.countersign.reconciliation.match;

import org.jspecify.annotations.Nullable;

/**
 * What does not add up, and why.
 *
 * @param kind finer than the class; empty when there is nothing finer
 * @param left null when only the right side has it
 * @param right null when only the left side has it
 * @param field in which the two differ; empty when they do not, or one is missing
 * @param action what a person would do about it
 */
record Break(
        BreakClass breakClass,
        String kind,
        @Nullable Row left,
        @Nullable Row right,
        String field,
        String leftValue,
        String rightValue,
        String action) {

    /** A break of one line. */
    static Break single(BreakClass breakClass, String kind, Row row, String detail) {
        boolean isLeft = row.side == io.countersign.reconciliation.config.Side.LEFT;
        return new Break(
                breakClass,
                kind,
                isLeft ? row : null,
                isLeft ? null : row,
                "",
                isLeft ? detail : "",
                isLeft ? "" : detail,
                breakClass.action());
    }

    /** The line whose identity the break has: the left one if there is one. */
    Row first() {
        Row row = left == null ? right : left;
        if (row == null) {
            throw new IllegalStateException("a break has no line");
        }
        return row;
    }
}
