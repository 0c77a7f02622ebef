package io.countersign.reconciliation.truth;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Generates two files with every kind of match and break, and tells what must be found. The same seed gives the same
 * files. Amounts are chosen so that nothing belongs together by accident.
 */
final class GroundTruth {
    static final String HEADER = "id,reference,value_date,amount,currency,counterparty,description,group_key,fee";
    static final LocalDate AS_OF = LocalDate.of(2026, 12, 31);
    static final long TOLERANCE_EACH = 5;
    static final long TOLERANCE_TOTAL = 12;

    private static final String[] CURRENCIES = {"USD", "EUR", "JPY", "BHD"};
    private static final int TOO_MANY = 201;

    private final Random random;
    private final boolean window;
    private final List<TrueLine> left = new ArrayList<>();
    private final List<TrueLine> right = new ArrayList<>();
    private final Set<Long> used = new HashSet<>();
    private final List<Supplier<List<String>>> expectedMatches = new ArrayList<>();
    private final List<Supplier<List<String>>> expectedBreaks = new ArrayList<>();
    private final List<Supplier<String>> expectedRejects = new ArrayList<>();
    private final List<TrueLine[]> smallDifferences = new ArrayList<>();
    private int sequence;

    GroundTruth(long seed, int plainPairs) {
        this.random = new Random(seed);
        this.window = seed % 2 == 0;
        for (int i = 0; i < plainPairs; i++) {
            plain();
        }
        for (int i = 0; i <= random.nextInt(3) + 1; i++) {
            missing();
            differences();
            duplicates();
            nearDuplicates();
            groups();
            subsets();
            references();
            smallDifference();
            looseReference();
            unreadable();
        }
        tooMany();
        settle();
    }

    /** Whether the passes have a window; it matches what differs in its reference only. */
    boolean hasWindow() {
        return window;
    }

    String leftFile() {
        return file(left);
    }

    String rightFile() {
        return file(right);
    }

    /** {@code left_line right_line pass status left_minor_units right_minor_units}. */
    Set<String> matches() {
        return collected(expectedMatches);
    }

    /** {@code class/kind left_line right_line left_minor_units right_minor_units}. */
    Set<String> breaks() {
        return collected(expectedBreaks);
    }

    /** {@code side line}. */
    Set<String> rejects() {
        Set<String> all = new TreeSet<>();
        expectedRejects.forEach(expected -> all.add(expected.get()));
        return all;
    }

    private void plain() {
        TrueLine one = line();
        one.description = description();
        TrueLine other = one.copy();
        other.description = description();
        pair(one, other, "key", "confirmed");
    }

    private void missing() {
        TrueLine alone = line();
        left.add(alone);
        broken("missing_right", alone, null);
        TrueLine other = line();
        right.add(other);
        broken("missing_left", null, other);
        TrueLine late = new TrueLine(id(), AS_OF.minusDays(1), amount(), currency());
        left.add(late);
        broken("timing", late, null);
    }

    private void differences() {
        difference("amount/fee_suspect", amount -> amount - amount / 50, 0);
        difference("amount/partial", amount -> amount / 2 - 1, 0);
        difference("amount/over", amount -> amount + amount / 3 + 1, 0);
        difference("amount/sign_flipped", amount -> -amount, 0);
        difference("amount/scale_10", amount -> amount * 10, 0);
        difference("amount/scale_100", amount -> amount * 100, 0);
        difference("amount/scale_1000", amount -> amount * 1_000, 0);
        difference("date", amount -> amount, 28);
        TrueLine one = new TrueLine(id(), date(), amount(), "USD");
        TrueLine exchanged = new TrueLine(one.id, one.date, one.amount / 3 * 2, "EUR");
        both(one, exchanged);
        broken("amount/fx", one, exchanged);
        TrueLine dollars = new TrueLine(id(), date(), amount(), "USD");
        TrueLine euros = new TrueLine(dollars.id, dollars.date, dollars.amount, "EUR");
        both(dollars, euros);
        broken("currency", dollars, euros);
    }

    private void difference(String name, java.util.function.LongUnaryOperator change, int days) {
        TrueLine one = line();
        TrueLine other = new TrueLine(one.id, one.date.plusDays(days), change.applyAsLong(one.amount), one.currency);
        both(one, other);
        broken(name, one, other);
    }

    private void duplicates() {
        TrueLine one = line();
        TrueLine again = one.copy();
        TrueLine other = one.copy();
        left.addAll(List.of(one, again));
        right.add(other);
        expectedMatches.add(() -> List.of(matched(first(one, again), other, "key", "confirmed")));
        expectedBreaks.add(() -> List.of(broken("duplicate_left", last(one, again), null, 0)));
        TrueLine alone = line();
        TrueLine repeated = alone.copy();
        right.addAll(List.of(alone, repeated));
        expectedBreaks.add(() -> List.of(
                broken("missing_left", null, first(alone, repeated), 0),
                broken("duplicate_right", null, last(alone, repeated), 0)));
    }

    /** The same id twice, a cent apart, on both sides. */
    private void nearDuplicates() {
        TrueLine one = line();
        TrueLine near = new TrueLine(one.id, one.date, one.amount + 1, one.currency);
        pair(one, one.copy(), "key", "confirmed");
        pair(near, near.copy(), "key", "confirmed");
    }

    private void groups() {
        for (boolean adds : new boolean[] {true, false}) {
            String key = "po_" + id();
            List<TrueLine> members = new ArrayList<>();
            long sum = 0;
            for (int i = 0; i < 3 + random.nextInt(4); i++) {
                TrueLine member = new TrueLine(id(), date(), amount(), "USD");
                member.groupKey = key;
                member.fee = random.nextInt(500);
                sum += member.net();
                members.add(member);
            }
            TrueLine one = new TrueLine(id(), date(), adds ? sum : sum - 7_777, "USD");
            one.reference = key;
            left.addAll(members);
            right.add(one);
            if (adds) {
                grouped(members, one, "group", "confirmed");
            } else {
                members.forEach(member -> broken("amount/group", member, null));
                broken("amount/group", null, one);
            }
        }
    }

    private void subsets() {
        String party = "Subset " + id();
        LocalDate date = date();
        List<TrueLine> members = new ArrayList<>();
        long sum = 0;
        // every further amount is more than all before together, so no two sets have the same sum
        long amount = 1_000_003 + 2L * random.nextInt(1_000);
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            TrueLine member = new TrueLine(id(), date.plusDays(random.nextInt(2)), unique(amount), "EUR");
            member.counterparty = party;
            members.add(member);
            sum += member.amount;
            amount = 2 * sum + 1 + random.nextInt(1_000);
        }
        TrueLine one = new TrueLine(id(), date, sum, "EUR");
        one.counterparty = party.toUpperCase(java.util.Locale.ROOT);
        left.addAll(members);
        right.add(one);
        grouped(members, one, "subset", "suggested");
        ambiguousSubset();
    }

    private void ambiguousSubset() {
        String party = "Twice " + id();
        LocalDate date = date();
        long step = 10_000L + random.nextInt(1_000);
        long base = amount();
        while (used.contains((base + step) / 16)
                || used.contains((base + 2 * step) / 16)
                || used.contains((base + 3 * step) / 16)) {
            base = amount();
        }
        used.addAll(List.of((base + step) / 16, (base + 2 * step) / 16, (base + 3 * step) / 16));
        List<TrueLine> members = new ArrayList<>();
        for (long amount : new long[] {base, base + 3 * step, base + step, base + 2 * step}) {
            TrueLine member = new TrueLine(id(), date, amount, "EUR");
            member.counterparty = party;
            members.add(member);
        }
        TrueLine one = new TrueLine(id(), date, 2 * base + 3 * step, "EUR");
        one.counterparty = party;
        left.addAll(members);
        right.add(one);
        members.forEach(member -> broken("missing_right", member, null));
        broken("ambiguous", null, one);
    }

    private void references() {
        TrueLine one = line();
        one.reference = "00 RF" + one.id + "-ab";
        TrueLine other = new TrueLine(id(), one.date.plusDays(2), one.amount, one.currency);
        other.reference = "rf/" + one.id + "/AB";
        pair(one, other, "reference", "confirmed");
    }

    private void smallDifference() {
        TrueLine one = new TrueLine(id(), date(), amount(), "USD");
        one.reference = "SMALL" + sequence;
        TrueLine other = new TrueLine(one.id, one.date, one.amount - 1 - random.nextInt(5), "USD");
        other.reference = one.reference;
        both(one, other);
        smallDifferences.add(new TrueLine[] {one, other});
    }

    /** Only the reference is wrong: a window may suggest it, otherwise it is a break. */
    private void looseReference() {
        TrueLine one = line();
        TrueLine other = new TrueLine(id(), one.date, one.amount, one.currency);
        if (window) {
            pair(one, other, "window", "suggested");
            TrueLine crowded = line();
            both(crowded, new TrueLine(id(), crowded.date, crowded.amount, crowded.currency));
            both(
                    new TrueLine(id(), crowded.date.plusDays(1), crowded.amount, crowded.currency),
                    new TrueLine(id(), crowded.date, crowded.amount, crowded.currency));
            left.subList(left.size() - 2, left.size()).forEach(line -> broken("ambiguous", line, null));
            right.subList(right.size() - 2, right.size()).forEach(line -> broken("ambiguous", null, line));
        } else {
            both(one, other);
            broken("reference", one, other);
        }
    }

    private void unreadable() {
        String rest = ",2026-03-03,12.34,USD,x,y,,";
        List<String> faulty = List.of(
                id() + ",r,03.03.2026,12.34,USD,x,y,,",
                id() + ",r,2026-02-30,12.34,USD,x,y,,",
                id() + ",r,2026-03-03,12.345,USD,x,y,,",
                id() + ",r,2026-03-03,twelve,USD,x,y,,",
                id() + ",r,2026-03-03,12.34,XQX,x,y,,",
                id() + ",r" + rest + ",,,",
                id() + ",r,2026-03-03,12.34,USD",
                id() + ",r\u0000" + rest,
                "\"" + id() + "\"x,r" + rest,
                "\"" + id() + ",r" + rest);
        for (boolean isLeft : new boolean[] {true, false}) {
            TrueLine line = line();
            line.broken = faulty.get(random.nextInt(faulty.size()));
            (isLeft ? left : right).add(line);
            expectedRejects.add(() -> (isLeft ? "left " : "right ") + line.number);
        }
    }

    private void tooMany() {
        LocalDate date = date();
        for (int i = 0; i < TOO_MANY; i++) {
            TrueLine candidate = new TrueLine(id(), date, amount(), "CHF");
            candidate.counterparty = "Crowd";
            left.add(candidate);
            broken("missing_right", candidate, null);
        }
        TrueLine one = new TrueLine(id(), date, amount(), "CHF");
        one.counterparty = "Crowd";
        right.add(one);
        broken("too_many_candidates", null, one);
    }

    /** Gives every line its number, and decides what depends on the order of lines. */
    private void settle() {
        for (List<TrueLine> side : List.of(left, right)) {
            Collections.shuffle(side, random);
            int number = 2;
            for (TrueLine line : side) {
                line.number = number;
                number += line.lines();
            }
        }
        smallDifferences.sort(Comparator.comparingInt(pair -> pair[0].number));
        long total = 0;
        for (TrueLine[] pair : smallDifferences) {
            long difference = Math.abs(pair[0].amount - pair[1].amount);
            if (total + difference <= TOLERANCE_TOTAL) {
                total += difference;
                expectedMatches.add(() -> List.of(matched(pair[0], pair[1], "small_difference", "suggested")));
            } else {
                broken("tolerance_cap", pair[0], pair[1]);
            }
        }
    }

    private void pair(TrueLine one, TrueLine other, String pass, String status) {
        both(one, other);
        expectedMatches.add(() -> List.of(matched(one, other, pass, status)));
    }

    private void both(TrueLine one, TrueLine other) {
        left.add(one);
        right.add(other);
    }

    private void grouped(List<TrueLine> members, TrueLine one, String pass, String status) {
        expectedMatches.add(() -> members.stream()
                .map(member -> matched(member.number, one.number, pass, status, member.amount, member.net()))
                .toList());
    }

    private void broken(String name, @Nullable TrueLine one, @Nullable TrueLine other) {
        expectedBreaks.add(() -> List.of(broken(name, one, other, 0)));
    }

    private static String broken(String name, @Nullable TrueLine one, @Nullable TrueLine other, int unused) {
        return String.join(
                " ",
                name,
                one == null ? "-" : one.number + "",
                other == null ? "-" : other.number + "",
                one == null ? "-" : one.currency + one.amount,
                other == null ? "-" : other.currency + other.amount);
    }

    private static String matched(TrueLine one, TrueLine other, String pass, String status) {
        return matched(one.number, other.number, pass, status, one.amount, other.amount);
    }

    private static String matched(int left, int right, String pass, String status, long one, long other) {
        return left + " " + right + " " + pass + " " + status + " " + one + " " + other;
    }

    private static TrueLine first(TrueLine one, TrueLine other) {
        return one.number < other.number ? one : other;
    }

    private static TrueLine last(TrueLine one, TrueLine other) {
        return one.number < other.number ? other : one;
    }

    private static Set<String> collected(List<Supplier<List<String>>> expected) {
        Set<String> all = new TreeSet<>();
        expected.forEach(each -> all.addAll(each.get()));
        return all;
    }

    private String file(List<TrueLine> lines) {
        String end = random.nextBoolean() ? "\n" : "\r\n";
        StringBuilder file = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
        file.append(HEADER).append(end);
        lines.forEach(line -> file.append(line.text()).append(end));
        return file.toString();
    }

    private TrueLine line() {
        return new TrueLine(id(), date(), amount(), currency());
    }

    private String id() {
        return "T" + ++sequence;
    }

    /** A Tuesday long ago, so that two days later is a business day and nothing is a matter of time. */
    private LocalDate date() {
        return LocalDate.of(2026, 3, 3).plusWeeks(random.nextInt(20));
    }

    private String currency() {
        return CURRENCIES[random.nextInt(CURRENCIES.length)];
    }

    private long amount() {
        return unique(100_000 + random.nextInt(900_000_000));
    }

    /** Far enough from all others that neither tolerance nor chance brings two together; no multiple of ten. */
    private long unique(long wanted) {
        long amount = wanted;
        while (amount % 10 == 0 || !used.add(amount / 16)) {
            amount += 17;
        }
        return amount;
    }

    private String description() {
        return switch (random.nextInt(6)) {
            case 0 -> "with, comma";
            case 1 -> "with \"quotes\"";
            case 2 -> "over\ntwo lines";
            case 3 -> "Größe, 東京";
            default -> "plain";
        };
    }
}
