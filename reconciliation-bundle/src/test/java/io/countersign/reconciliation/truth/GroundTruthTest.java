package io.countersign.reconciliation.truth;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.testkit.FakeInputFile;
import io.countersign.api.testkit.TestRun;
import io.countersign.api.testkit.TestRunBuilder;
import io.countersign.reconciliation.ReconciliationOperation;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.Test;

public final class GroundTruthTest {
    private static final int SEEDS = 20;
    private static final String SIDE =
            """
            {"csv": {"columns": {"id": "id", "reference": "reference", "value_date": "value_date",
              "amount": "amount", "currency": "currency", "counterparty": "counterparty",
              "description": "description", "group_key": "group_key", "fee": "fee"}}}""";

    @Test
    public void tellsTheFateOfEveryLineForTwentySeeds() throws Exception {
        Set<String> classes = new TreeSet<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            GroundTruth truth = new GroundTruth(seed, 100);
            TestRun run = run(truth).build();
            OperationResult result = run.execute(run.plan());

            assertTrue("seed " + seed + ": " + result.errors(), result.isSuccess());
            assertEquals("matches of seed " + seed, "", difference(truth.matches(), matches(run)));
            assertEquals("breaks of seed " + seed, "", difference(truth.breaks(), breaks(run)));
            assertEquals("rejects of seed " + seed, "", difference(truth.rejects(), rejects(run)));
            assertSummary(truth, Json.parse(run.outputText("summary.json")).asObject());
            truth.breaks().forEach(found -> classes.add(found.substring(0, found.indexOf(' '))));
        }
        assertEquals(
                "[ambiguous, amount/fee_suspect, amount/fx, amount/group, amount/over, amount/partial,"
                        + " amount/scale_10, amount/scale_100, amount/scale_1000, amount/sign_flipped, currency, date,"
                        + " duplicate_left, duplicate_right, missing_left, missing_right, reference, timing,"
                        + " tolerance_cap, too_many_candidates]",
                classes.toString());
    }

    private static TestRunBuilder run(GroundTruth truth) {
        return run(truth, truth.leftFile(), truth.rightFile());
    }

    static TestRunBuilder run(GroundTruth truth, String left, String right) {
        return TestRun.of(new ReconciliationOperation())
                .input("left", FakeInputFile.csv("left.csv", left))
                .input("right", FakeInputFile.csv("right.csv", right))
                .text("configuration", configuration(truth.hasWindow()))
                .text("asOf", GroundTruth.AS_OF.toString());
    }

    static String configuration(boolean window) {
        return "{\"left\": " + SIDE + ", \"right\": " + SIDE
                + """
                , "passes": [
                    {"type": "key", "columns": "id", "businessDays": 5},
                    {"type": "reference", "columns": "reference", "businessDays": 5},
                    {"type": "group", "many": "left"},
                    {"type": "subset", "many": "left", "days": 5, "sameColumn": "counterparty"},
                    {"type": "small_difference", "columns": "reference"}"""
                + (window ? ", {\"type\": \"window\", \"days\": 2}" : "")
                + "], \"tolerances\": {\"USD\": {\"each\": \"" + GroundTruth.TOLERANCE_EACH + "\", \"total\": \""
                + GroundTruth.TOLERANCE_TOTAL + "\"}}, \"timingBusinessDays\": 2}";
    }

    private static Set<String> matches(TestRun run) throws IOException {
        Set<String> all = new TreeSet<>();
        for (CSVRecord row : rows(run, "matched.csv")) {
            all.add(String.join(
                    " ",
                    row.get("left_line"),
                    row.get("right_line"),
                    row.get("pass"),
                    row.get("status"),
                    row.get("left_minor_units"),
                    row.get("right_minor_units")));
        }
        return all;
    }

    private static Set<String> breaks(TestRun run) throws IOException {
        Set<String> all = new TreeSet<>();
        Set<String> identities = new TreeSet<>();
        for (CSVRecord row : rows(run, "breaks.csv")) {
            assertTrue("each break has an identity of its own", identities.add(row.get("break")));
            if (!row.get("class").equals("parse_reject")) {
                all.add(String.join(
                        " ",
                        row.get("class") + (row.get("kind").isEmpty() ? "" : "/" + row.get("kind")),
                        orDash(row.get("left_line")),
                        orDash(row.get("right_line")),
                        orDash(row.get("left_currency") + row.get("left_minor_units")),
                        orDash(row.get("right_currency") + row.get("right_minor_units"))));
            }
        }
        return all;
    }

    private static Set<String> rejects(TestRun run) throws IOException {
        Set<String> all = new TreeSet<>();
        for (CSVRecord row : rows(run, "rejects.csv")) {
            all.add(row.get("side") + " " + row.get("line"));
        }
        return all;
    }

    /** Every class with its number and its money, added up from the truth alone. */
    private static void assertSummary(GroundTruth truth, JsonObject summary) {
        assertTrue(summary.flag("proven"));
        Map<String, List<BigInteger>> expected = new TreeMap<>();
        for (String found : truth.breaks()) {
            String[] parts = found.split(" ", -1);
            expected.merge(
                    parts[0], List.of(BigInteger.ONE, amount(parts[3]), amount(parts[4])), GroundTruthTest::added);
        }
        Map<String, List<BigInteger>> told = new TreeMap<>();
        for (JsonObject booked : summary.array("breaks").objects()) {
            told.put(
                    booked.text("class"),
                    List.of(
                            BigInteger.valueOf(booked.integer("breaks")),
                            total(booked.array("left").objects()),
                            total(booked.array("right").objects())));
        }
        assertEquals(expected, told);
    }

    private static List<BigInteger> added(List<BigInteger> one, List<BigInteger> other) {
        List<BigInteger> sums = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            sums.add(one.get(i).add(other.get(i)));
        }
        return sums;
    }

    private static BigInteger total(List<JsonObject> amounts) {
        return amounts.stream()
                .map(amount -> new BigInteger(amount.text("minorUnits")))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger amount(String currencyAndMinorUnits) {
        return currencyAndMinorUnits.equals("-") ? BigInteger.ZERO : new BigInteger(currencyAndMinorUnits.substring(3));
    }

    private static String orDash(String cell) {
        return cell.isEmpty() ? "-" : cell;
    }

    private static List<CSVRecord> rows(TestRun run, String file) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(run.outputText(file)))
                .getRecords();
    }

    /** What is in one set alone, so that a failure is short. */
    private static String difference(Set<String> expected, Set<String> told) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(told);
        Set<String> surplus = new TreeSet<>(told);
        surplus.removeAll(expected);
        return missing.isEmpty() && surplus.isEmpty() ? "" : "not told: " + missing + ", told wrongly: " + surplus;
    }
}
