package io.countersign.reconciliation.reader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.reconciliation.statement.AmountText;
import io.countersign.reconciliation.statement.Reject;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.StatementReader;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.junit.Test;

/**
 * Damaged files, thousands for each format: no reader fails, and every record that still looks like one is a line or a
 * reject. {@code -Dfuzz.rounds=N} makes it longer, {@code -Dfuzz.seed=N} other.
 */
public class StatementReadersFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 2_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20261122L);
    private static final int SLOW_STREAM_EVERY = 16;

    @Test
    public void readsDamagedCsv() throws Exception {
        StringBuilder csv = new StringBuilder("Id,Date,Amount,Currency,Text\n");
        for (int i = 0; i < 12; i++) {
            csv.append("id")
                    .append(i)
                    .append(",2026-11-22,")
                    .append(i)
                    .append(".50,USD,text ")
                    .append(i)
                    .append('\n');
        }
        byte[] sample = csv.append("q,2026-11-22,1,EUR,\"quoted \"\"text\"\",\nsecond line\"\n")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        fuzz(
                StatementReaders.csv(CsvStatementReaderTest.plain()),
                List.of(sample),
                StatementReadersFuzzTest::csvRecords);
    }

    @Test
    public void readsDamagedCamt053() throws Exception {
        fuzz(
                StatementReaders.camt053(),
                List.of(ReadStatement.sample("camt053-v02.xml"), ReadStatement.sample("camt053-v08.xml")),
                text -> count(text, "<(n:)?Ntry>"));
    }

    @Test
    public void readsDamagedMt940() throws Exception {
        fuzz(
                StatementReaders.mt940(StandardCharsets.UTF_8),
                List.of(ReadStatement.sample("mt940-envelope.sta"), ReadStatement.sample("mt940-plain.sta")),
                text -> count(text, "(?:^|[\\r\\n]|^\u00ef\u00bb\u00bf):61:"));
    }

    @Test
    public void readsDamagedOfx() throws Exception {
        fuzz(
                StatementReaders.ofx(),
                List.of(ReadStatement.sample("bank-v102.ofx"), ReadStatement.sample("card-v211.ofx")),
                StatementReadersFuzzTest::ofxTransactions);
    }

    private static void fuzz(StatementReader reader, List<byte[]> samples, ToIntFunction<String> records)
            throws Exception {
        int checked = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            byte[] sample = samples.get(round % samples.size());
            boolean xml = sample[0] == '<' && round % 4 < 2;
            byte[] damaged = xml ? new Mutation(seed).ofLeaves(sample) : new Mutation(seed).of(sample);
            ReadStatement found;
            try {
                found = ReadStatement.of(reader, damaged);
            } catch (RuntimeException | IOException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + " makes the reader fail on\n" + text(damaged), e);
            }
            checkFindings(seed, found);
            if (found.rejects().stream().noneMatch(Reject::restUnread)) {
                int expected = records.applyAsInt(text(damaged));
                int accounted = found.lines().size() + found.rejects().size();
                assertTrue(
                        "seed " + seed + ": " + expected + " records, " + accounted + " accounted for in\n"
                                + text(damaged),
                        accounted >= expected);
                checked++;
            }
            if (round % SLOW_STREAM_EVERY == 0) {
                ReadStatement slow = ReadStatement.of(reader, new SlowStream(damaged));
                assertEquals("seed " + seed, found.lines(), slow.lines());
                assertEquals("seed " + seed, found.rejects(), slow.rejects());
            }
        }
        assertTrue("only " + checked + " files were read to their end", checked > ROUNDS / 10);
    }

    private static void checkFindings(long seed, ReadStatement found) throws Exception {
        for (StatementLine line : found.lines()) {
            AmountText.exponentOf(line.currency());
            assertTrue("seed " + seed, line.line() >= 1 && line.rawDigest().length() == 64);
        }
        for (Reject reject : found.rejects()) {
            assertTrue("seed " + seed + " " + reject, reject.line() >= 1 && reject.column() >= 0);
            assertTrue("seed " + seed + " " + reject, reject.code().matches("[a-z_0-9]+"));
            assertTrue(
                    "seed " + seed + " " + reject,
                    !reject.reason().isBlank() && reject.reason().length() < 1_500);
            assertTrue("seed " + seed + " " + reject, reject.reason().chars().noneMatch(Character::isISOControl));
        }
        long ends = found.rejects().stream().filter(Reject::restUnread).count();
        assertTrue("seed " + seed + " ends the reading more than once", ends <= 1);
    }

    /** Physical lines are records only while nothing is quoted. */
    private static int csvRecords(String text) {
        if (text.indexOf('"') >= 0) {
            return 0;
        }
        return (int) text.lines().filter(line -> !line.isEmpty()).count() - 1;
    }

    /** What stands in front of the document, and behind a comment's or an instruction's begin, is no record. */
    private static int ofxTransactions(String text) {
        int start = text.indexOf("<OFX>");
        if (start < 0 || text.indexOf("<!") >= 0 || text.indexOf("<?", start) >= 0) {
            return 0;
        }
        return count(text.substring(start), "<STMTTRN>");
    }

    private static int count(String text, String pattern) {
        return (int) Pattern.compile(pattern).matcher(text).results().count();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Gives one byte at a time, so that everything crosses a border of buffers. */
    private static final class SlowStream extends FilterInputStream {
        SlowStream(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return super.read(buffer, offset, Math.min(length, 1));
        }
    }
}
