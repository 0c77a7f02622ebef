package io.countersign.api.testkit;

import java.nio.charset.StandardCharsets;

/**
 * The idempotency key of one attempt: {@code cs1_} and the SHA-256 of execution, effect and attempt in lower-case
 * base32 (RFC 4648 §6, without padding). It is derived, so that whoever resumes an attempt sends the same key.
 */
public final class IdempotencyKey {
    private static final String PREFIX = "cs1_";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private IdempotencyKey() {}

    /**
     * @param executionId 32 hexadecimal digits
     * @param attempt starting from 1
     * @return 56 characters
     */
    public static String of(String executionId, String effectId, int attempt) {
        String subject = executionId + "\n" + effectId + "\n" + attempt;
        return PREFIX + base32(Digests.sha256(subject.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte octet : bytes) {
            buffer = (buffer << 8) | (octet & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt((buffer >> bits) & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt((buffer << (5 - bits)) & 31));
        }
        return text.toString();
    }
}
