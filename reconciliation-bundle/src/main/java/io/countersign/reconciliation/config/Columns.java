package io.countersign.reconciliation.config;

import io.countersign.reconciliation.scan.TextColumn;
import java.util.List;

/**
 * Texts of the two sides that must be the same, in pairs.
 *
 * @param left columns of the left side
 * @param right as many columns of the right side
 */
public record Columns(List<TextColumn> left, List<TextColumn> right) {
    /** Copies both lists. */
    public Columns {
        left = List.copyOf(left);
        right = List.copyOf(right);
        if (left.isEmpty() || left.size() != right.size()) {
            throw new IllegalArgumentException("columns " + left + " and " + right + " are no pairs");
        }
    }

    public List<TextColumn> of(Side side) {
        return side == Side.LEFT ? left : right;
    }
}
