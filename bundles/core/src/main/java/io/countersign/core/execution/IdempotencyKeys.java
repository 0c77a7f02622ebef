package io.countersign.core.execution;

import io.countersign.core.plan.Sha256;
import java.nio.charset.StandardCharsets;

/** Derives the key of an attempt, so that the same attempt has the same key on every node and after every crash. */
final class IdempotencyKeys {
    private static final char[] BASE32 = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();

    private IdempotencyKeys() {}

    /** Returns {@code cs1_} and the base32 (RFC 4648 §6, lower case, no padding) of SHA-256(execution, effect, attempt). */
    static String of(ExecutionId execution, String effect, int attempt) {
        String seed = execution.text() + "\n" + effect + "\n" + attempt;
        return "cs1_" + base32(Sha256.start().digest(seed.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte octet : bytes) {
            buffer = (buffer << 8) | (octet & 0xFF);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32[(buffer >> bits) & 31]);
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(BASE32[(buffer << (5 - bits)) & 31]);
        }
        return text.toString();
    }
}
