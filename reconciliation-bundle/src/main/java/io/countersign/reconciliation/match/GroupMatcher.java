package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Pass;
import io.countersign.reconciliation.config.Side;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many lines that name the one they were paid with: their net amounts must sum up to it. */
final class GroupMatcher implements Matcher {
    private final Pass.Group pass;

    GroupMatcher(Pass.Group pass) {
        this.pass = pass;
    }

    @Override
    public @Nullable String groupOf(Row row) {
        String key = row.text(row.side == pass.many() ? pass.manyColumn() : pass.oneColumn());
        return key.isEmpty() || row.duplicateOf != 0 ? null : key + ' ' + row.currency;
    }

    @Override
    public void match(List<Row> left, List<Row> right, Findings findings) throws IOException {
        List<Row> many = pass.many() == Side.LEFT ? left : right;
        List<Row> ones = pass.many() == Side.LEFT ? right : left;
        if (many.isEmpty() || ones.size() != 1) {
            if (!many.isEmpty()) {
                hint(ones, Row.Hint.AMBIGUOUS, ones.size() + " lines carry the key of one group");
            }
            findings.unmatched(many);
            findings.unmatched(ones);
            return;
        }
        Row one = ones.get(0);
        Sum128 sum = new Sum128();
        many.forEach(row -> sum.add(row.net()));
        if (sum.value().equals(java.math.BigInteger.valueOf(one.amount))) {
            findings.group(pass.many(), many, one, true);
            return;
        }
        String detail = "group " + many.size() + " lines " + sum.value() + " | one line " + one.amount;
        hint(many, Row.Hint.GROUP_DIFFERENCE, detail);
        hint(ones, Row.Hint.GROUP_DIFFERENCE, detail);
        findings.unmatched(many);
        findings.unmatched(one);
    }

    private static void hint(List<Row> rows, Row.Hint hint, String detail) {
        for (Row row : rows) {
            row.hint = hint;
            row.detail = detail;
        }
    }
}
