package io.countersign.reconciliation.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.operation.OperationException;
import io.countersign.reconciliation.statement.StatementLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

public class PayoutMatchingTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
    private static final LocalDate CUTOFF = LocalDate.of(2026, 12, 31);

    @Test
    public void settlesByTraceIdWhateverTheDateAndTheWords() {
        for (String text : List.of("ACH TRACE 0910-0001-2345", "091000012345")) {
            StatementLine line = line(5, 10_000, MONDAY.plusDays(90), text);
            assertEquals("settled trace_id [2] [5]", match(List.of(payout(2, 10_000, "091000012345")), List.of(line)));
        }
        StatementLine byPayoutId = line(5, 10_000, null, "po_1abcdef");
        PayoutRow payout = new PayoutRow(2, "acct", "po_1abcdef", "paid", true, MONDAY, 10_000, "USD", "");
        assertEquals("settled trace_id [2] [5]", match(List.of(payout), List.of(byPayoutId)));
    }

    @Test
    public void takesNoPartOfAWordForATraceId() {
        StatementLine line = line(5, 10_000, MONDAY.plusDays(90), "9091000012345");
        assertEquals(
                "stripe_only  [2] []; other  [] [5]", match(List.of(payout(2, 10_000, "091000012345")), List.of(line)));
    }

    @Test
    public void settlesByAmountAndDateWithinFiveBusinessDays() {
        List<PayoutRow> payouts = List.of(payout(2, 10_000, ""));
        // Monday and five business days are the Mondays before and after.
        for (int days : new int[] {-7, 0, 7}) {
            StatementLine line = line(5, 10_000, MONDAY.plusDays(days), "STRIPE TRANSFER");
            assertEquals("settled amount_and_date [2] [5]", match(payouts, List.of(line)));
        }
        for (int days : new int[] {-8, 8}) {
            StatementLine line = line(5, 10_000, MONDAY.plusDays(days), "stripe");
            assertEquals("stripe_only  [2] []; bank_only  [] [5]", match(payouts, List.of(line)));
        }
    }

    @Test
    public void needsTheBankToNameStripeWithoutATraceId() {
        StatementLine line = line(5, 10_000, MONDAY, "Rent");
        assertEquals("stripe_only  [2] []; other  [] [5]", match(List.of(payout(2, 10_000, "")), List.of(line)));
    }

    @Test
    public void neverMatchesAcrossCurrencies() {
        StatementLine euro = StatementLine.builder(5, 10_000, "EUR")
                .bookingDate(MONDAY)
                .description("STRIPE 091000012345")
                .build();
        assertEquals(
                "stripe_only  [2] []; bank_only  [] [5]",
                match(List.of(payout(2, 10_000, "091000012345")), List.of(euro)));
    }

    @Test
    public void confirmsNothingWhereTwoPayoutsFit() {
        List<PayoutRow> twins = List.of(payout(2, 10_000, ""), payout(3, 10_000, ""));
        StatementLine one = line(5, 10_000, MONDAY, "STRIPE");
        StatementLine two = line(6, 10_000, MONDAY, "STRIPE");
        assertEquals("ambiguous amount_and_date [2, 3] [5]", match(twins, List.of(one)));
        assertEquals("ambiguous amount_and_date [2, 3] [5, 6]", match(twins, List.of(one, two)));
    }

    @Test
    public void aTraceIdSettlesWhatAmountsAloneLeaveOpen() {
        List<PayoutRow> twins = List.of(payout(2, 10_000, "TRACE0002"), payout(3, 10_000, ""));
        StatementLine one = line(5, 10_000, MONDAY, "STRIPE");
        StatementLine two = line(6, 10_000, MONDAY, "STRIPE TRACE0002");
        assertEquals("settled trace_id [2] [6]; settled amount_and_date [3] [5]", match(twins, List.of(one, two)));
    }

    @Test
    public void suspectsADuplicateWhenOnePayoutArrivesTwice() {
        StatementLine one = line(5, 10_000, MONDAY, "STRIPE");
        StatementLine two = line(6, 10_000, MONDAY.plusDays(1), "STRIPE");
        assertEquals(
                "duplicate_suspect amount_and_date [2] [5, 6]",
                match(List.of(payout(2, 10_000, "")), List.of(one, two)));
    }

    @Test
    public void seesWhatWasReturned() {
        StatementLine came = line(5, 10_000, MONDAY, "STRIPE TRACE0002");
        StatementLine left = line(6, -10_000, MONDAY.plusDays(3), "RETURN TRACE0002");
        assertEquals(
                "returned trace_id [2] [5, 6]", match(List.of(payout(2, 10_000, "TRACE0002")), List.of(came, left)));
        PayoutRow failed = new PayoutRow(2, "acct", "po_2", "failed", true, MONDAY, 10_000, "USD", "TRACE0002");
        assertEquals("returned  [2] []", match(List.of(failed), List.of()));
        assertEquals("returned trace_id [2] [5]", match(List.of(failed), List.of(came)));
    }

    @Test
    public void aPaymentToStripeTakesNothingBack() {
        StatementLine fee = line(5, -10_000, MONDAY, "STRIPE FEES");
        assertEquals("stripe_only  [2] []; bank_only  [] [5]", match(List.of(payout(2, 10_000, "")), List.of(fee)));
    }

    @Test
    public void showsAnotherAmountWithoutConfirmingIt() {
        StatementLine traced = line(5, 9_000, MONDAY, "TRACE0002");
        assertEquals("amount_diff trace_id [2] [5]", match(List.of(payout(2, 10_000, "TRACE0002")), List.of(traced)));
        StatementLine near = line(5, 9_985, MONDAY, "STRIPE");
        assertEquals("amount_diff date [2] [5]", match(List.of(payout(2, 10_000, "")), List.of(near)));
        StatementLine far = line(5, 9_000, MONDAY, "STRIPE");
        assertEquals("stripe_only  [2] []; bank_only  [] [5]", match(List.of(payout(2, 10_000, "")), List.of(far)));
    }

    @Test
    public void whatMayStillArriveIsInTransit() {
        List<PayoutRow> payouts = List.of(payout(2, 10_000, ""));
        assertEquals("in_transit_at_cutoff  [2] []", match(payouts, List.of(), MONDAY));
        assertEquals("in_transit_at_cutoff  [2] []", match(payouts, List.of(), MONDAY.plusDays(7)));
        assertEquals("stripe_only  [2] []", match(payouts, List.of(), MONDAY.plusDays(8)));
        PayoutRow untold = new PayoutRow(2, "acct", "po_2", "pending", true, null, 10_000, "USD", "");
        assertEquals("in_transit_at_cutoff  [2] []", match(List.of(untold), List.of(), CUTOFF));
    }

    @Test
    public void leavesOutWhatWasNeverSent() {
        PayoutRow rejected = new PayoutRow(2, "acct", "", "rejected", true, null, 10_000, "USD", "");
        PayoutRow test = new PayoutRow(3, "acct", "po_3", "paid", false, MONDAY, 10_000, "USD", "");
        StatementLine line = line(5, 10_000, MONDAY, "STRIPE");
        assertEquals(
                "not_sent  [2] []; not_sent  [3] []; bank_only  [] [5]", match(List.of(rejected, test), List.of(line)));
    }

    /** Amounts are drawn from few values, so that all kinds of ambiguity occur. */
    @Test
    public void explainsEverythingOnceAndWhateverTheOrder() {
        Random random = new Random(20261122);
        int settled = 0;
        for (int round = 0; round < 1_000; round++) {
            List<PayoutRow> payouts = new ArrayList<>();
            List<StatementLine> lines = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String trace = random.nextInt(3) == 0 ? "TRACE000" + random.nextInt(4) : "";
                payouts.add(payout(i + 2, 1_000L * (1 + random.nextInt(5)), trace));
                lines.add(line(
                        i + 1,
                        (random.nextInt(6) == 0 ? -1_000L : 1_000L) * (1 + random.nextInt(5)) - random.nextInt(2) * 10L,
                        MONDAY.plusDays(random.nextInt(20) - 10),
                        (random.nextInt(4) == 0 ? "Rent " : "STRIPE ")
                                + (random.nextInt(3) == 0 ? "TRACE000" + random.nextInt(4) : "")));
            }
            List<PayoutMatch> matches = PayoutMatching.of(payouts, lines, "Stripe", CUTOFF);
            ControlTotals.prove(payouts, lines, matches);
            for (PayoutMatch one : matches) {
                if (one.status() == MatchStatus.SETTLED) {
                    settled++;
                    assertEquals(1, one.payouts().size());
                    assertEquals(1, one.lines().size());
                    assertEquals(
                            one.payouts().get(0).amountMinorUnits(),
                            one.lines().get(0).amountMinorUnits());
                }
            }
            List<PayoutRow> shuffledPayouts = new ArrayList<>(payouts);
            List<StatementLine> shuffledLines = new ArrayList<>(lines);
            Collections.shuffle(shuffledPayouts, random);
            Collections.shuffle(shuffledLines, random);
            assertEquals(
                    outcomes(matches), outcomes(PayoutMatching.of(shuffledPayouts, shuffledLines, "Stripe", CUTOFF)));
        }
        assertTrue("only " + settled + " settled", settled > 250);
    }

    @Test
    public void controlTotalsFailWhenALineIsLostOrCountedTwice() {
        List<PayoutRow> payouts = List.of(payout(2, 10_000, ""));
        List<StatementLine> lines = List.of(line(5, 10_000, MONDAY, "STRIPE"), line(6, 1, MONDAY, "x"));
        List<PayoutMatch> matches = PayoutMatching.of(payouts, lines, "STRIPE", CUTOFF);
        ControlTotals.prove(payouts, lines, matches);
        List<PayoutMatch> lost = matches.subList(0, 1);
        assertEquals(
                "control_total",
                assertThrows(OperationException.class, () -> ControlTotals.prove(payouts, lines, lost))
                        .code());
        List<PayoutMatch> twice = new ArrayList<>(matches);
        twice.add(matches.get(0));
        assertThrows(OperationException.class, () -> ControlTotals.prove(payouts, lines, twice));
        List<PayoutMatch> wrong = List.of(
                new PayoutMatch(MatchStatus.SETTLED, "", payouts, List.of(lines.get(1)), ""),
                new PayoutMatch(MatchStatus.OTHER, "", List.of(), List.of(lines.get(0)), ""));
        assertThrows(OperationException.class, () -> ControlTotals.prove(payouts, lines, wrong));
    }

    private static TreeSet<String> outcomes(List<PayoutMatch> matches) {
        TreeSet<String> outcomes = new TreeSet<>();
        for (PayoutMatch match : matches) {
            TreeSet<Long> payouts = new TreeSet<>();
            match.payouts().forEach(payout -> payouts.add(payout.line()));
            TreeSet<Long> lines = new TreeSet<>();
            match.lines().forEach(line -> lines.add(line.line()));
            outcomes.add(match.status() + " " + match.rule() + payouts + lines);
        }
        return outcomes;
    }

    private static String match(List<PayoutRow> payouts, List<StatementLine> lines) {
        return match(payouts, lines, CUTOFF);
    }

    private static String match(List<PayoutRow> payouts, List<StatementLine> lines, LocalDate cutoff) {
        List<PayoutMatch> matches = PayoutMatching.of(payouts, lines, "Stripe", cutoff);
        ControlTotals.prove(payouts, lines, matches);
        return String.join(
                "; ",
                matches.stream()
                        .map(match -> match.status().key() + " " + match.rule() + " "
                                + match.payouts().stream().map(PayoutRow::line).toList() + " "
                                + match.lines().stream()
                                        .map(StatementLine::line)
                                        .toList())
                        .toList());
    }

    private static PayoutRow payout(long line, long amount, String trace) {
        return new PayoutRow(line, "acct", "po_" + line, "paid", true, MONDAY, amount, "USD", trace);
    }

    private static StatementLine line(long line, long amount, @Nullable LocalDate date, String text) {
        return StatementLine.builder(line, amount, "USD")
                .bookingDate(date)
                .description(text)
                .build();
    }
}
