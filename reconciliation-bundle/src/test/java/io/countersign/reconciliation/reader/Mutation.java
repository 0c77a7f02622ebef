package io.countersign.reconciliation.reader;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages a file as networks, editors and attackers do; the same seed makes the same damage. */
final class Mutation {
    private static final String[] TOKENS = {
        "\u0000",
        "\n",
        "\r",
        "\"",
        ",",
        "<",
        ">",
        "&",
        "-}",
        ":61:",
        ":86:",
        ":20:",
        "<STMTTRN>",
        "</STMTTRN>",
        "<Ntry>",
        "</Ntry>",
        "]]>",
        "<OFX>",
        "</OFX>",
        "é",
        "99999999999999999999",
        "-",
        "1.234",
        "?20",
        "{1:",
        "<a b='",
        "/>",
        "\ufeff"
    };

    private static final Pattern LEAF = Pattern.compile("<([A-Za-z0-9:]+)[^<>]*>([^<>]+)</\\1>");
    private static final String[] TEXTS = {
        " ", "1.234", "-1.00", "0", "2026-02-30", "USD", "true", "DBIT", "9".repeat(30), "&amp;"
    };

    private final Random random;

    Mutation(long seed) {
        this.random = new Random(seed);
    }

    byte[] of(byte[] original) {
        byte[] bytes = original.clone();
        int steps = 1 + random.nextInt(4);
        for (int i = 0; i < steps && bytes.length > 0; i++) {
            bytes = step(bytes);
        }
        return bytes;
    }

    /** Damages that leave XML well-formed: texts of leaves changed, leaves left out, leaves written twice. */
    byte[] ofLeaves(byte[] original) {
        String text = new String(original, StandardCharsets.ISO_8859_1);
        int steps = 1 + random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            List<MatchResult> leaves = LEAF.matcher(text).results().toList();
            MatchResult leaf = leaves.get(random.nextInt(leaves.size()));
            String by =
                    switch (random.nextInt(4)) {
                        case 0 -> "";
                        case 1 -> leaf.group() + leaf.group();
                        case 2 -> leaf.group().replace(leaf.group(2), TEXTS[random.nextInt(TEXTS.length)]);
                        default -> leaf.group().replace(leaf.group(2), leaf.group(2) + random.nextInt(10));
                    };
            text = text.substring(0, leaf.start()) + by + text.substring(leaf.end());
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] step(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int length = 1 + random.nextInt(Math.min(random.nextBoolean() ? 8 : 400, bytes.length));
        int end = Math.min(bytes.length, at + length);
        switch (random.nextInt(7)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return bytes;
            }
            case 1 -> {
                return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : replaced(bytes, at, end, new byte[0]);
            }
            case 2 -> {
                return replaced(bytes, end, end, Arrays.copyOfRange(bytes, at, end));
            }
            case 3 -> {
                int target = random.nextInt(bytes.length);
                return replaced(bytes, target, target, Arrays.copyOfRange(bytes, at, end));
            }
            case 4 -> {
                byte[] noise = new byte[Math.min(length, 8)];
                random.nextBytes(noise);
                return replaced(bytes, at, at, noise);
            }
            case 5 -> {
                bytes[at] = (byte) (' ' + random.nextInt(95));
                return bytes;
            }
            default -> {
                String token = TOKENS[random.nextInt(TOKENS.length)];
                return replaced(bytes, at, at, token.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(bytes, 0, from);
        result.writeBytes(by);
        result.write(bytes, to, bytes.length - to);
        return result.toByteArray();
    }
}
