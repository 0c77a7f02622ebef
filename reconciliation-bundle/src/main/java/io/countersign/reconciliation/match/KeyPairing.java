package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Columns;
import io.countersign.reconciliation.config.Pass;
import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.scan.TextColumn;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    private static final int IDENTITY_DIGITS = 32;

    private final @Nullable Columns columns;
    private final boolean exact;
    private final boolean duplicates;
    private final BreakSink breaks;
    private final MessageDigest digest = Digests.sha256();

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
        return identity(content(row), "line " + row.line);
    }

    /** Numbers equal lines, reports the repeated ones and returns the others. */
    private List<Row> originals(List<Row> rows) throws IOException {
        Map<String, Row> firsts = new HashMap<>();
        Map<String, Integer> seen = new HashMap<>();
        List<Row> originals = new ArrayList<>(rows.size());
        for (Row row : rows) {
            String content = content(row);
            int occurrence = seen.merge(content, 1, Integer::sum);
            Row first = firsts.computeIfAbsent(content, unused -> row);
            row.identity = identity(content, Integer.toString(occurrence));
            if (row.duplicateOf == 0 && occurrence > 1 && duplicates) {
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

    private String content(Row row) {
        ByteBuffer numbers = ByteBuffer.allocate(25);
        numbers.put((byte) (row.side == Side.LEFT ? 0 : 1)).putInt(row.currency).putLong(row.amount);
        numbers.putInt(row.valueDay).putLong(row.fee);
        digest.update(numbers.array());
        for (TextColumn column : TextColumn.values()) {
            digest.update(row.text(column).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private String identity(String content, String occurrence) {
        digest.update(content.getBytes(StandardCharsets.US_ASCII));
        digest.update(occurrence.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest()).substring(0, IDENTITY_DIGITS);
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
