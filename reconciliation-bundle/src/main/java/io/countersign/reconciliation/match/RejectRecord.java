package io.countersign.reconciliation.match;

import io.countersign.reconciliation.spill.PackedReader;
import io.countersign.reconciliation.spill.PackedWriter;

/**
 * A line that could not be read.
 *
 * @param line physical line in the file, from 1
 * @param column from 1, in characters; 0 when the whole line is meant
 * @param rawDigest SHA-256 of its bytes, 64 hexadecimal digits; empty when they were not taken apart
 * @param amountKnown whether its amount and currency could be read, so that the control totals count them
 * @param currency see {@link io.countersign.reconciliation.scan.CurrencyCode}
 */
public record RejectRecord(
        long line,
        int column,
        String code,
        String reason,
        String rawDigest,
        boolean amountKnown,
        long amount,
        int currency) {

    static RejectRecord read(PackedReader record) {
        return new RejectRecord(
                record.getLong(),
                record.getInt(),
                record.getText(),
                record.getText(),
                record.getText(),
                record.getByte() == 1,
                record.getLong(),
                record.getInt());
    }

    void write(PackedWriter record) {
        record.putLong(line).putInt(column).putText(code).putText(reason).putText(rawDigest);
        record.putByte(amountKnown ? 1 : 0).putLong(amount).putInt(currency);
    }
}
