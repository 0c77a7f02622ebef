package io.countersign.reconciliation.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Two files of as many rows, about 94 bytes each: the right one in another order, and one row in a hundred with a break
 * of one of six kinds. The same number of rows gives the same bytes.
 */
final class BenchmarkFiles {
    static final String HEADER = "payment_id,value_date,amount,currency,counterparty,description\n";

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int BREAK_EACH = 100;
    private static final int KINDS = 6;
    private static final String[] CURRENCIES = {"USD", "EUR", "GBP", "AED", "CHF"};

    private final long rows;

    BenchmarkFiles(long rows) {
        this.rows = rows;
    }

    /** Writes what is not there yet. */
    void write(Path left, Path right) throws IOException {
        if (!Files.exists(left)) {
            write(left, true);
        }
        if (!Files.exists(right)) {
            write(right, false);
        }
    }

    private void write(Path file, boolean isLeft) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        long step = coprimeStep();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER_BYTES)) {
            out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
            StringBuilder row = new StringBuilder(256);
            for (long i = 0; i < rows; i++) {
                long number = isLeft ? i : (i * step + 17) % rows;
                row.setLength(0);
                add(row, number, isLeft);
                out.write(row.toString().getBytes(StandardCharsets.US_ASCII));
            }
        }
        Files.move(unfinished, file);
    }

    private void add(StringBuilder to, long number, boolean isLeft) {
        SplittableRandom random = new SplittableRandom(number);
        long amount = random.nextLong(100, 100_000_000);
        int day = random.nextInt(28) + 1;
        int month = random.nextInt(12) + 1;
        int currency = random.nextInt(CURRENCIES.length);
        int party = random.nextInt(100_000);
        int kind = number % BREAK_EACH == 0 ? (int) (number / BREAK_EACH % KINDS) : -1;
        boolean missing = (kind == 0 && !isLeft) || (kind == 1 && isLeft);
        long changed = kind == 2 && !isLeft ? amount - amount / 50 - 1 : amount;
        int changedCurrency = kind == 3 && !isLeft ? (currency + 1) % CURRENCIES.length : currency;
        boolean repeated = (kind == 4 && isLeft) || (kind == 5 && !isLeft);
        if (missing) {
            return;
        }
        int start = to.length();
        to.append("PAY-");
        digits(to, number, 12);
        to.append(",2026-");
        digits(to, month, 2);
        to.append('-');
        digits(to, day, 2);
        to.append(',').append(changed / 100).append('.');
        digits(to, changed % 100, 2);
        to.append(',').append(CURRENCIES[changedCurrency]).append(",Customer ");
        digits(to, party, 6);
        to.append(",Invoice ");
        digits(to, number * 7 % 100_000_000, 8);
        to.append(" of the shop, ".replace(",", ""))
                .append(isLeft ? "ledger" : "bank  ")
                .append('\n');
        if (repeated) {
            to.append(to.substring(start));
        }
    }

    private long coprimeStep() {
        long step = (long) (rows * 0.6180339887) | 1;
        while (gcd(step, rows) != 1) {
            step += 2;
        }
        return step;
    }

    private static long gcd(long one, long other) {
        return other == 0 ? one : gcd(other, one % other);
    }

    private static void digits(StringBuilder to, long number, int width) {
        String text = Long.toString(number);
        for (int i = text.length(); i < width; i++) {
            to.append('0');
        }
        to.append(text);
    }
}
