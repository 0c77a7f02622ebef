package io.countersign.api.json;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A JSON number, kept exactly as written. Compared by value: 1.0 equals 1. */
public final class JsonNumber implements Json {
    private static final int DIGITS_MAX = 800;
    private static final int EXPONENT_MAX = 9999;

    private final BigDecimal value;

    JsonNumber(BigDecimal value) {
        if (!fits(value)) {
            throw new IllegalArgumentException("a number has at most " + DIGITS_MAX + " digits and an exponent within ±"
                    + EXPONENT_MAX + "; write it as a string");
        }
        this.value = value;
    }

    /** Whether the parser reads back what the writer would write. */
    static boolean fits(BigDecimal value) {
        long exponent = (long) value.precision() - value.scale() - 1;
        return value.precision() <= DIGITS_MAX && Math.abs(exponent) <= EXPONENT_MAX;
    }

    public BigDecimal decimal() {
        return value;
    }

    /** Whether this is an integer within ±(2^53 − 1). */
    public boolean isSafeInteger() {
        // precision − scale bounds the magnitude before any expansion of the exponent
        return value.signum() == 0
                || (value.precision() - (long) value.scale() <= 16
                        && value.stripTrailingZeros().scale() <= 0
                        && value.abs().compareTo(BigDecimal.valueOf(MAX_SAFE_INTEGER)) <= 0);
    }

    @Override
    public long asLong() {
        if (!isSafeInteger()) {
            throw new JsonTypeException("an integer within ±(2^53 − 1)", this);
        }
        return value.longValueExact();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonNumber number && value.compareTo(number.value) == 0;
    }

    @Override
    public int hashCode() {
        return value.stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
        return toText();
    }
}
