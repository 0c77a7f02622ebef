package io.countersign.reconciliation.payout;

import io.countersign.reconciliation.statement.StatementLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Matches payouts to lines of the bank, surest rule first: by trace id, by amount and date, by date alone. Each payout
 * and each line is used once; where several fit, nothing is confirmed.
 */
final class PayoutMatching {
    static final int WINDOW_BUSINESS_DAYS = 5;

    /** A difference beyond a twentieth is another payment rather than a bank's fee. */
    private static final int DIFFERENCE_DIVISOR = 20;

    /** A shorter identity could be part of any text. */
    private static final int IDENTITY_LENGTH_MIN = 6;

    private final List<PayoutRow> payouts;
    private final List<StatementLine> lines;
    private final String descriptor;
    private final LocalDate cutoff;
    private final boolean[] payoutUsed;
    private final boolean[] lineUsed;
    private final List<PayoutMatch> matches = new ArrayList<>();

    private PayoutMatching(List<PayoutRow> payouts, List<StatementLine> lines, String descriptor, LocalDate cutoff) {
        this.payouts = payouts;
        this.lines = lines;
        this.descriptor = descriptor.toUpperCase(Locale.ROOT);
        this.cutoff = cutoff;
        this.payoutUsed = new boolean[payouts.size()];
        this.lineUsed = new boolean[lines.size()];
    }

    /**
     * Explains every payout and every line exactly once.
     *
     * @param descriptor how the bank names Stripe, in either case
     * @param cutoff the day up to which the bank's statement goes
     */
    static List<PayoutMatch> of(
            List<PayoutRow> payouts, List<StatementLine> lines, String descriptor, LocalDate cutoff) {
        PayoutMatching matching = new PayoutMatching(payouts, lines, descriptor, cutoff);
        matching.leaveOutUnsent();
        matching.byTraceId();
        matching.byAmountAndDate();
        matching.byDate();
        matching.rest();
        return List.copyOf(matching.matches);
    }

    private void leaveOutUnsent() {
        for (int i = 0; i < payouts.size(); i++) {
            PayoutRow payout = payouts.get(i);
            if (!payout.isSent()) {
                payoutUsed[i] = true;
                String why = payout.live() ? "no payout was made: " + payout.status() : "made in Stripe's test mode";
                matches.add(new PayoutMatch(MatchStatus.NOT_SENT, "", List.of(payout), List.of(), why));
            }
        }
    }

    private void byTraceId() {
        Map<String, List<Integer>> linesByWord = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            for (String word : words(lines.get(i))) {
                linesByWord.computeIfAbsent(word, unused -> new ArrayList<>()).add(i);
            }
        }
        Components components = new Components(payouts.size(), lines.size());
        for (int i = 0; i < payouts.size(); i++) {
            PayoutRow payout = payouts.get(i);
            for (String identity : List.of(plain(payout.traceId()), plain(payout.payoutId()))) {
                if (!payoutUsed[i] && identity.length() >= IDENTITY_LENGTH_MIN) {
                    for (int line : linesByWord.getOrDefault(identity, List.of())) {
                        if (lines.get(line).currency().equals(payout.currency())) {
                            components.connect(i, line);
                        }
                    }
                }
            }
        }
        components.all().forEach(component -> decide("trace_id", component));
    }

    private void byAmountAndDate() {
        Map<String, TreeMap<LocalDate, List<Integer>>> linesByAmount = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            LocalDate date = date(lines.get(i));
            if (!lineUsed[i] && date != null && isNamed(lines.get(i))) {
                linesByAmount
                        .computeIfAbsent(amountKey(lines.get(i)), unused -> new TreeMap<>())
                        .computeIfAbsent(date, unused -> new ArrayList<>())
                        .add(i);
            }
        }
        Components components = new Components(payouts.size(), lines.size());
        for (int i = 0; i < payouts.size(); i++) {
            PayoutRow payout = payouts.get(i);
            TreeMap<LocalDate, List<Integer>> dated =
                    linesByAmount.get(payout.currency() + Math.abs(payout.amountMinorUnits()));
            if (!payoutUsed[i] && dated != null && payout.arrival() != null) {
                for (int line : within(dated, payout.arrival())) {
                    components.connect(i, line);
                }
            }
        }
        for (Components.Component component : components.all()) {
            // A debit alone takes nothing back; it is a payment to Stripe.
            if (component.lines().stream().anyMatch(line -> lines.get(line).amountMinorUnits() > 0)) {
                decide("amount_and_date", component);
            }
        }
    }

    /** What is left on both sides, one each near the same day with nearly the same amount, may be one with a fee. */
    private void byDate() {
        Map<String, TreeMap<LocalDate, List<Integer>>> linesByCurrency = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            LocalDate date = date(lines.get(i));
            if (!lineUsed[i]
                    && date != null
                    && isNamed(lines.get(i))
                    && lines.get(i).amountMinorUnits() > 0) {
                linesByCurrency
                        .computeIfAbsent(lines.get(i).currency(), unused -> new TreeMap<>())
                        .computeIfAbsent(date, unused -> new ArrayList<>())
                        .add(i);
            }
        }
        Components components = new Components(payouts.size(), lines.size());
        for (int i = 0; i < payouts.size(); i++) {
            PayoutRow payout = payouts.get(i);
            TreeMap<LocalDate, List<Integer>> dated = linesByCurrency.get(payout.currency());
            if (!payoutUsed[i] && !payout.isTakenBack() && dated != null && payout.arrival() != null) {
                for (int line : within(dated, payout.arrival())) {
                    if (isNear(payout.amountMinorUnits(), lines.get(line).amountMinorUnits())) {
                        components.connect(i, line);
                    }
                }
            }
        }
        for (Components.Component component : components.all()) {
            if (component.payouts().size() == 1 && component.lines().size() == 1) {
                decide("date", component);
            }
        }
    }

    private void rest() {
        for (int i = 0; i < payouts.size(); i++) {
            if (!payoutUsed[i]) {
                matches.add(unarrived(payouts.get(i)));
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!lineUsed[i]) {
                StatementLine line = lines.get(i);
                boolean named = isNamed(line);
                matches.add(new PayoutMatch(
                        named ? MatchStatus.BANK_ONLY : MatchStatus.OTHER,
                        "",
                        List.of(),
                        List.of(line),
                        named ? "the bank names Stripe but no payout fits" : ""));
            }
        }
    }

    private PayoutMatch unarrived(PayoutRow payout) {
        if (payout.isTakenBack()) {
            return new PayoutMatch(
                    MatchStatus.RETURNED, "", List.of(payout), List.of(), "Stripe says " + payout.status());
        }
        LocalDate latest = payout.arrival() == null ? null : BusinessDays.after(payout.arrival(), WINDOW_BUSINESS_DAYS);
        if (latest == null || !latest.isBefore(cutoff)) {
            return new PayoutMatch(
                    MatchStatus.IN_TRANSIT_AT_CUTOFF,
                    "",
                    List.of(payout),
                    List.of(),
                    latest == null ? "Stripe has told no arrival date" : "may arrive until " + latest);
        }
        return new PayoutMatch(
                MatchStatus.STRIPE_ONLY, "", List.of(payout), List.of(), "should have arrived by " + latest);
    }

    private void decide(String rule, Components.Component component) {
        List<PayoutRow> paid = new ArrayList<>();
        component.payouts().forEach(index -> {
            payoutUsed[index] = true;
            paid.add(payouts.get(index));
        });
        List<StatementLine> arrived = new ArrayList<>();
        component.lines().forEach(index -> {
            lineUsed[index] = true;
            arrived.add(lines.get(index));
        });
        matches.add(
                paid.size() > 1
                        ? new PayoutMatch(
                                MatchStatus.AMBIGUOUS,
                                rule,
                                paid,
                                arrived,
                                paid.size() + " payouts and " + arrived.size()
                                        + " lines fit each other; decide by hand")
                        : decide(rule, paid.get(0), arrived));
    }

    private static PayoutMatch decide(String rule, PayoutRow payout, List<StatementLine> arrived) {
        List<StatementLine> credits =
                arrived.stream().filter(line -> line.amountMinorUnits() > 0).toList();
        boolean debited = credits.size() < arrived.size();
        MatchStatus status;
        String reason = "";
        if (credits.size() > 1) {
            status = MatchStatus.DUPLICATE_SUSPECT;
            reason = credits.size() + " lines at the bank fit one payout";
        } else if (debited || payout.isTakenBack()) {
            status = MatchStatus.RETURNED;
            reason =
                    debited ? "the bank took it back" : "Stripe says " + payout.status() + " but the bank still has it";
        } else if (credits.get(0).amountMinorUnits() != payout.amountMinorUnits()) {
            status = MatchStatus.AMOUNT_DIFF;
            reason = "the bank has another amount";
        } else {
            status = MatchStatus.SETTLED;
        }
        return new PayoutMatch(status, rule, List.of(payout), arrived, reason);
    }

    private static Collection<Integer> within(TreeMap<LocalDate, List<Integer>> dated, LocalDate arrival) {
        return dated
                .subMap(
                        BusinessDays.after(arrival, -WINDOW_BUSINESS_DAYS),
                        true,
                        BusinessDays.after(arrival, WINDOW_BUSINESS_DAYS),
                        true)
                .values()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static boolean isNear(long payout, long line) {
        return Math.abs(Math.subtractExact(payout, line)) <= Math.abs(payout) / DIFFERENCE_DIVISOR;
    }

    /** The same for a credit and for the debit that takes it back. */
    private static String amountKey(StatementLine line) {
        return line.currency() + Math.abs(line.amountMinorUnits());
    }

    private static @Nullable LocalDate date(StatementLine line) {
        return line.bookingDate() == null ? line.valueDate() : line.bookingDate();
    }

    private boolean isNamed(StatementLine line) {
        return (line.counterparty() + ' ' + line.description() + ' ' + String.join(" ", line.references()))
                .toUpperCase(Locale.ROOT)
                .contains(descriptor);
    }

    private static Set<String> words(StatementLine line) {
        Set<String> words = new HashSet<>();
        words.add(plain(line.id()));
        for (String reference : line.references()) {
            words.add(plain(reference));
            addWords(words, reference);
        }
        addWords(words, line.description());
        addWords(words, Objects.toString(line.groupKey(), ""));
        return words;
    }

    /** Words end at spaces, and also at punctuation other than the underscore of Stripe's ids. */
    private static void addWords(Set<String> words, String text) {
        for (String separators : List.of("[^\\p{L}\\p{N}_]+", "\\s+")) {
            for (String word : text.split(separators, -1)) {
                if (word.length() >= IDENTITY_LENGTH_MIN) {
                    words.add(plain(word));
                }
            }
        }
    }

    private static String plain(String text) {
        return text.replaceAll("[^\\p{L}\\p{N}]+", "").toUpperCase(Locale.ROOT);
    }
}
