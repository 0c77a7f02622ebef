package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Columns;
import io.countersign.reconciliation.config.Pass;
import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.scan.TextColumn;
import io.countersign.reconciliation.spill.PackedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * After the last pass: gives every line its identity, takes repeated lines out, and pairs the lines of the same key that
 * differ in something else.
 */
final class KeyPairing implements Matcher {
    private static final int IDENTITY_BYTES = 16;
    private static final TextColumn[] COLUMNS = TextColumn.values();

    private final @Nullable Columns columns;
    private final boolean exact;
    private final boolean duplicates;
    private final BreakSink breaks;
    private final MessageDigest digest = Digests.sha256();
    private final PackedWriter content = new PackedWriter();

    KeyPairing(List<Pass> passes, boolean duplicates, BreakSink breaks) {
        Optional<Columns> first = passes.stream()
                .map(KeyPairing::columns)
                .flatMap(Optional::stream)
                .findFirst();
        this.columns = first.orElse(null);
        this.exact = passes.get(0) instanceof Pass.Key;
        this.duplicates = duplicates;
        this.breaks = breaks;
    }

    @Override
    public String groupOf(Row row) {
        String key = key(row);
        return key.isEmpty() ? "content " + content(row) : "key " + key;
    }

    @Override
    public void match(List<Row> left, List<Row> right, Findings findings) throws IOException {
        List<Row> lefts = originals(left);
        List<Row> rights = originals(right);
        Row any = left.isEmpty() ? right.get(0) : left.get(0);
        int pairs = key(any).isEmpty() ? 0 : Math.min(lefts.size(), rights.size());
        for (int i = 0; i < pairs; i++) {
            breaks.add(Difference.between(lefts.get(i), rights.get(i)));
        }
        findings.unmatched(lefts.subList(pairs, lefts.size()));
        findings.unmatched(rights.subList(pairs, rights.size()));
    }

    /** An identity for a line that no group gave one to. */
    String identityByLine(Row row) {
        content(row);
        return identity("line " + row.line);
    }

    /** Numbers equal lines, reports the repeated ones and returns the others. */
    private List<Row> originals(List<Row> rows) throws IOException {
        if (rows.size() == 1 && rows.get(0).duplicateOf == 0) {
            content(rows.get(0));
            rows.get(0).identity = identity("1");
            return rows;
        }
        Map<String, List<Row>> equals = new HashMap<>();
        List<Row> originals = new ArrayList<>(rows.size());
        for (Row row : rows) {
            List<Row> seen = equals.computeIfAbsent(content(row), unused -> new ArrayList<>(2));
            seen.add(row);
            row.identity = identity(Integer.toString(seen.size()));
            Row first = seen.get(0);
            if (row.duplicateOf == 0 && row != first && duplicates) {
                row.duplicateOf = first.duplicateOf == 0 ? first.line : first.duplicateOf;
            }
            if (row.duplicateOf == 0) {
                originals.add(row);
            } else {
                breaks.add(duplicate(row));
            }
        }
        return originals;
    }

    private static Break duplicate(Row row) {
        BreakClass side = row.side == Side.LEFT ? BreakClass.DUPLICATE_LEFT : BreakClass.DUPLICATE_RIGHT;
        return Break.single(side, "", row, "repeats line " + row.duplicateOf);
    }

    private String key(Row row) {
        Columns chosen = columns;
        if (chosen == null) {
            return "";
        }
        StringBuilder key = new StringBuilder();
        boolean any = false;
        for (TextColumn column : chosen.of(row.side)) {
            String text = exact ? row.text(column) : ReferenceText.normalised(row.text(column));
            key.append(text).append('\u001f');
            any |= !text.isEmpty();
        }
        return any ? key.toString() : "";
    }

    /** Everything that tells one line from another but its number; {@link #identity} goes by the latest one. */
    private String content(Row row) {
        content.start()
                .putByte(row.side == Side.LEFT ? 0 : 1)
                .putInt(row.currency)
                .putLong(row.amount);
        content.putInt(row.valueDay).putLong(row.fee);
        for (TextColumn column : COLUMNS) {
            content.putText(row.text(column));
        }
        return new String(content.bytes(), 0, content.length(), StandardCharsets.ISO_8859_1);
    }

    private String identity(String occurrence) {
        content.putText(occurrence);
        digest.update(content.bytes(), 0, content.length());
        return HexFormat.of().formatHex(digest.digest(), 0, IDENTITY_BYTES);
    }

    private static Optional<Columns> columns(Pass pass) {
        if (pass instanceof Pass.Key key) {
            return Optional.of(key.columns());
        }
        if (pass instanceof Pass.Reference reference) {
            return Optional.of(reference.columns());
        }
        return pass instanceof Pass.SmallDifference small ? Optional.of(small.columns()) : Optional.empty();
    }
}
