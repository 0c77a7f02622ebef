package io.countersign.api.json;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A JSON number, kept exactly as written. Compared by value: 1.0 equals 1. */
public final class JsonNumber implements Json {
    private final BigDecimal value;

    JsonNumber(BigDecimal value) {
        this.value = value;
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
