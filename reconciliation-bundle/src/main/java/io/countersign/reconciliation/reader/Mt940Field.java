package io.countersign.reconciliation.reader;

import java.util.List;

/**
 * One field of a SWIFT message, {@code :61:…} with its further lines.
 *
 * @param tag {@code 61}, {@code 60F}
 * @param line where it starts, from 1
 * @param texts its lines, the first without the tag
 * @param rawDigest SHA-256 of its bytes
 */
record Mt940Field(String tag, long line, List<String> texts, String rawDigest) {
    Mt940Field {
        texts = List.copyOf(texts);
    }

    String firstText() {
        return texts.get(0);
    }
}
