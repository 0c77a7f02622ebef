package io.countersign.reconciliation.bank;

import io.countersign.reconciliation.statement.StatementLine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * Says which movement a line tells of, whatever file it stands in, so that a movement is imported once. The bank's own
 * identity counts where there is one; otherwise all that the line says. Lines that say the same are told apart by their
 * number among their equals.
 */
final class LineIdentity {
    private static final int DIGITS = 32;

    private final Map<String, Integer> seen = new HashMap<>();

    /** 32 hexadecimal digits; call it once for each line of a file, in its order. */
    String of(StatementLine line) {
        String said = digest(line, 0);
        int ordinal = seen.merge(said, 1, Integer::sum);
        return ordinal == 1 ? said : digest(line, ordinal);
    }

    private static String digest(StatementLine line, int ordinal) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        add(digest, line.account());
        add(digest, line.currency());
        add(digest, Long.toString(line.amountMinorUnits()));
        add(digest, Objects.toString(line.valueDate(), ""));
        add(digest, Objects.toString(line.bookingDate(), ""));
        add(digest, line.id());
        if (line.id().isEmpty()) {
            line.references().forEach(reference -> add(digest, reference));
            add(digest, line.counterparty());
            add(digest, line.description());
        }
        add(digest, Integer.toString(ordinal));
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), DIGITS / 2));
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
