package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the values out of one record whose quotes are in order. Tests hold it against commons-csv, whose parser reads
 * whole files: it can neither limit a record nor go on behind a broken one.
 */
final class CsvValues {
    private final Charset charset;
    private final StrictText strict;
    private final String quote;
    private final String doubledQuote;

    CsvValues(CsvDialect dialect) {
        this.charset = dialect.charset();
        this.strict = new StrictText(charset);
        this.quote = dialect.quote().map(String::valueOf).orElse("");
        this.doubledQuote = quote + quote;
    }

    /** @throws UnreadableTextException {@code encoding} or {@code nul} */
    List<String> of(CsvRecordText record) throws UnreadableTextException {
        byte[] bytes = record.bytes();
        strict.decode(bytes, 1);
        List<Integer> offsets = record.fieldOffsets();
        List<String> values = new ArrayList<>(offsets.size());
        for (int i = 0; i < offsets.size(); i++) {
            int from = offsets.get(i);
            int to = i + 1 < offsets.size() ? offsets.get(i + 1) - 1 : bytes.length;
            values.add(unquoted(new String(bytes, from, to - from, charset)));
        }
        return values;
    }

    private String unquoted(String value) {
        if (quote.isEmpty() || !value.startsWith(quote)) {
            return value;
        }
        return value.substring(1, value.length() - 1).replace(doubledQuote, quote);
    }
}
