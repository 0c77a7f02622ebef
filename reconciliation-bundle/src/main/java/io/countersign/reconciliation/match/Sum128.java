package io.countersign.reconciliation.match;

import java.math.BigInteger;

/** Adds up longs and cannot overflow: 128 bits hold more of them than there are. */
public final class Sum128 {
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private long high;
    private long low;

    public void add(long value) {
        long before = low;
        low += value;
        high += (value >> 63) + (Long.compareUnsigned(low, before) < 0 ? 1 : 0);
    }

    public void add(Sum128 other) {
        long before = low;
        low += other.low;
        high += other.high + (Long.compareUnsigned(low, before) < 0 ? 1 : 0);
    }

    public BigInteger value() {
        BigInteger unsigned = BigInteger.valueOf(low);
        return BigInteger.valueOf(high).multiply(TWO_TO_64).add(low < 0 ? unsigned.add(TWO_TO_64) : unsigned);
    }
}
