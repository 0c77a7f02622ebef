package io.countersign.reconciliation.reader;

import java.util.List;

/**
 * One record of a CSV file before its values are read.
 *
 * @param lines the physical lines it spans, at least one
 * @param fieldOffsets where each value starts, in bytes of {@link #bytes}
 * @param faultCode what makes it unreadable; empty when its quotes are in order
 * @param faultReason for people; empty when its quotes are in order
 * @param faultColumn in bytes of the first line, from 1; 0 when there is none
 */
record CsvRecordText(
        List<PhysicalLine> lines, List<Integer> fieldOffsets, String faultCode, String faultReason, int faultColumn) {
    CsvRecordText {
        lines = List.copyOf(lines);
        fieldOffsets = List.copyOf(fieldOffsets);
    }

    static CsvRecordText fault(PhysicalLine line, int column, String code, String reason) {
        return new CsvRecordText(List.of(line), List.of(), code, reason, column);
    }

    PhysicalLine firstLine() {
        return lines.get(0);
    }

    boolean isEmptyLine() {
        return lines.size() == 1 && firstLine().isEmpty();
    }

    boolean isFaulty() {
        return !faultCode.isEmpty();
    }

    /** The record without the line end behind it. */
    byte[] bytes() {
        if (lines.size() == 1) {
            return firstLine().bytes();
        }
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < lines.size(); i++) {
            bytes.writeBytes(lines.get(i).bytes());
            if (i < lines.size() - 1) {
                bytes.writeBytes(lines.get(i).lineEnd().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
        }
        return bytes.toByteArray();
    }

    String rawDigest() {
        return firstLine().overlong() ? firstLine().rawDigest() : RawDigest.of(bytes());
    }
}
