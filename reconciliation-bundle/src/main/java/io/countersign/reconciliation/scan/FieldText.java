package io.countersign.reconciliation.scan;

import io.countersign.reconciliation.statement.CsvDialect;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Fields of the current record as text. */
final class FieldText {
    private FieldText() {}

    /** The field, decoded and with its doubled quotes made single; as it stands otherwise. */
    static String decode(RecordScanner record, int field, CsvDialect dialect) {
        Charset charset = record.isAscii() ? StandardCharsets.ISO_8859_1 : dialect.charset();
        int start = record.start(field);
        String text = new String(record.bytes(), start, record.end(field) - start, charset);
        boolean isQuoted = record.hasEscapes()
                && dialect.quote().isPresent()
                && start > record.recordStart()
                && record.bytes()[start - 1] == (byte) (char) dialect.quote().get();
        if (!isQuoted) {
            return text;
        }
        String quote = String.valueOf((char) dialect.quote().get());
        return text.replace(quote + quote, quote);
    }
}
