package io.countersign.reconciliation.scan;

/** Checks UTF-8 strictly: no overlong forms, no surrogates, nothing beyond U+10FFFF (RFC 3629). */
final class Utf8 {
    private Utf8() {}

    /** Index of the first byte that is not part of a well-formed character; -1 when all are. */
    static int firstFault(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at] >= 0) {
                at++;
                continue;
            }
            int length = length(bytes[at] & 0xFF);
            if (length == 0 || at + length > to || !isCharacter(bytes, at, length)) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    private static int length(int first) {
        if (first >= 0xC2 && first <= 0xDF) {
            return 2;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            return 3;
        }
        return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
    }

    private static boolean isCharacter(byte[] bytes, int at, int length) {
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        int first = bytes[at] & 0xFF;
        int second = bytes[at + 1] & 0xFF;
        return switch (first) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second <= 0x9F;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second <= 0x8F;
            default -> true;
        };
    }
}
