package io.countersign.reconciliation.scan;

import io.countersign.api.operation.OperationException;
import io.countersign.reconciliation.statement.CsvDialect;
import io.countersign.reconciliation.statement.CsvField;
import io.countersign.reconciliation.statement.ShownText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where the records of one file begin and which of its columns feed which field. */
public final class CsvLayout {
    private static final int HEADER_CHUNK_BYTES = 64 * 1024;

    private final int fields;
    private final Map<CsvField, int[]> columns;
    private final long dataOffset;
    private final long dataLine;

    private CsvLayout(int fields, Map<CsvField, int[]> columns, long dataOffset, long dataLine) {
        this.fields = fields;
        this.columns = columns;
        this.dataOffset = dataOffset;
        this.dataLine = dataLine;
    }

    /**
     * Reads preamble and header.
     *
     * @param file name for messages
     * @throws OperationException {@code file_refused} when the header is missing, unreadable or without a column that
     *     the dialect names
     */
    public static CsvLayout read(String file, SeekableByteChannel channel, CsvDialect dialect) throws IOException {
        long headerOffset = new Beginning(file, channel).headerOffset(dialect.preambleLines());
        RecordScanner scanner = new RecordScanner(channel, shape(dialect), HEADER_CHUNK_BYTES, bytes -> {});
        scanner.seek(headerOffset, dialect.preambleLines() + 1L);
        if (!scanner.next()) {
            throw refused(file, "has no header line; expected the columns " + names(dialect));
        }
        ScanFault fault = scanner.fault();
        if (fault != null) {
            throw refused(file, "line " + scanner.line() + ", the header: " + fault.reason());
        }
        List<String> header = new ArrayList<>();
        for (int i = 0; i < scanner.fields(); i++) {
            header.add(FieldText.decode(scanner, i, dialect).strip());
        }
        Map<CsvField, int[]> columns = new EnumMap<>(CsvField.class);
        dialect.columns()
                .forEach((field, names) -> columns.put(
                        field,
                        names.stream()
                                .mapToInt(name -> index(file, header, name))
                                .toArray()));
        boolean data = scanner.next();
        return new CsvLayout(
                header.size(), columns, data ? scanner.offset() : -1, data ? scanner.line() : scanner.line() + 1);
    }

    /** What a scanner has to know of the dialect. */
    public static CsvShape shape(CsvDialect dialect) {
        byte quote = (byte) (char) dialect.quote().orElse((char) 0xFF);
        return new CsvShape((byte) dialect.delimiter(), quote, dialect.recordBytesMax());
    }

    /** Fields of each record. */
    public int fields() {
        return fields;
    }

    /** Whether anything stands behind the header. */
    public boolean hasRecords() {
        return dataOffset >= 0;
    }

    /** Position of the first record. */
    public long dataOffset() {
        return dataOffset;
    }

    /** Line number of the first record. */
    public long dataLine() {
        return dataLine;
    }

    /** Index of the column that feeds a field, or the nth of several; -1 when none does. */
    int column(CsvField field, int nth) {
        int[] indexes = columns.get(field);
        return indexes == null || nth >= indexes.length ? -1 : indexes[nth];
    }

    private static int index(String file, List<String> header, String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw refused(file, "has no column " + ShownText.of(name) + "; its header is " + shown(header));
        }
        if (header.lastIndexOf(name) != index) {
            throw refused(file, "has two columns " + ShownText.of(name) + "; its header is " + shown(header));
        }
        return index;
    }

    private static List<String> shown(List<String> header) {
        return header.stream().limit(40).map(ShownText::of).toList();
    }

    private static List<String> names(CsvDialect dialect) {
        return dialect.columns().values().stream().flatMap(List::stream).toList();
    }

    private static OperationException refused(String file, String what) {
        return new OperationException("file_refused", "file '" + file + "' " + what + "; nothing was matched");
    }

    /** The bytes before the header. */
    private static final class Beginning {
        private final String file;
        private final SeekableByteChannel channel;
        private final ByteBuffer bytes = ByteBuffer.allocate(HEADER_CHUNK_BYTES);
        private long offset;

        Beginning(String file, SeekableByteChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        long headerOffset(int preambleLines) throws IOException {
            channel.position(0);
            fill();
            int first = unsigned(0);
            int second = unsigned(1);
            if ((first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF)) {
                throw refused(file, "is UTF-16; save it as UTF-8");
            }
            if (first == 0xEF && second == 0xBB && unsigned(2) == 0xBF) {
                bytes.position(3);
                offset = 3;
            }
            for (int i = 0; i < preambleLines; i++) {
                skipLine();
            }
            return offset;
        }

        private void skipLine() throws IOException {
            while (true) {
                while (bytes.hasRemaining()) {
                    offset++;
                    if (bytes.get() == '\n') {
                        return;
                    }
                }
                if (!fill()) {
                    return;
                }
            }
        }

        private boolean fill() throws IOException {
            bytes.clear();
            int count = channel.read(bytes);
            bytes.flip();
            return count > 0;
        }

        private int unsigned(int index) {
            return index < bytes.limit() ? bytes.get(index) & 0xFF : -1;
        }
    }
}
