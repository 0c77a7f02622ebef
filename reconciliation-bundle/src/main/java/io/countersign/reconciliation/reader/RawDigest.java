package io.countersign.reconciliation.reader;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what was read, fed piece by piece. */
final class RawDigest {
    private final MessageDigest digest = sha256();

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    RawDigest add(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return this;
    }

    RawDigest add(byte octet) {
        digest.update(octet);
        return this;
    }

    /** Adds the text's UTF-8 and an end mark, so that two texts never look like one. */
    RawDigest add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return this;
    }

    /** 64 hexadecimal digits; starts anew. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
