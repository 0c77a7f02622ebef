package io.countersign.reconciliation.spill;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in byte arrays, little-endian, at any index; and a hash of bytes. */
public final class Packed {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST = 0xA0761D6478BD642FL;
    private static final long SECOND = 0xE7037ED1A0B428DBL;

    private Packed() {}

    public static long getLong(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    public static void putLong(byte[] bytes, int at, long value) {
        LONGS.set(bytes, at, value);
    }

    public static int getInt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    public static void putInt(byte[] bytes, int at, int value) {
        INTS.set(bytes, at, value);
    }

    /** From 0 to 65,535. */
    public static int getShort(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at) & 0xFFFF;
    }

    public static void putShort(byte[] bytes, int at, int value) {
        SHORTS.set(bytes, at, (short) value);
    }

    /**
     * A well-mixed hash of some bytes and of a further number. It decides where records lie, never what is equal.
     *
     * @param bytes with at least 8 bytes behind those that count
     */
    public static long hash(byte[] bytes, int from, int length, long further) {
        long hash = mix(further ^ FIRST, length ^ SECOND);
        int at = from;
        int end = from + length;
        for (; at + 8 <= end; at += 8) {
            hash = mix(hash ^ getLong(bytes, at), SECOND);
        }
        if (at < end) {
            hash = mix(hash ^ (getLong(bytes, at) & -1L >>> (64 - 8 * (end - at))), FIRST);
        }
        return hash ^ hash >>> 32;
    }

    private static long mix(long one, long other) {
        return Math.multiplyHigh(one, other) ^ one * other;
    }
}
