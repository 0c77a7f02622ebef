package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Configuration;
import io.countersign.reconciliation.config.Pass;
import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.config.Tolerance;
import io.countersign.reconciliation.output.Ageing;
import io.countersign.reconciliation.scan.RowParser;
import io.countersign.reconciliation.spill.Block;
import io.countersign.reconciliation.spill.BlockPool;
import io.countersign.reconciliation.spill.PackedReader;
import io.countersign.reconciliation.spill.PackedWriter;
import io.countersign.reconciliation.spill.PartitionedRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Leads the lines that the key pass left through the later passes, and what even those leave to the breaks. Rows carry
 * everything they need from stage to stage; a stage that has nothing to say about a row never sees it.
 */
final class PassRun implements AutoCloseable {
    private static final int ROWS_PER_PARTITION = 8_000;
    private static final int PARTITIONS_MAX = 256;

    private final Configuration configuration;
    private final Ageing ageing;
    private final Ledger ledger;
    private final BreakSink breaks;
    private final PartitionedRecords matches;
    private final LineRanges leftRanges;
    private final PartitionedRecords proposals;
    private final PackedWriter proposal = new PackedWriter();
    private final KeyPairing keyPairing;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Integer> passOfStage = new ArrayList<>();
    private final int searched;

    /**
     * @param rows about how many are to come
     * @param matches takes rows of matched.csv
     */
    PassRun(
            Configuration configuration,
            Ageing ageing,
            Ledger ledger,
            BreakSink breaks,
            PartitionedRecords matches,
            LineRanges leftRanges,
            BlockPool pool,
            Path directory,
            long rows) {
        this.configuration = configuration;
        this.ageing = ageing;
        this.ledger = ledger;
        this.breaks = breaks;
        this.matches = matches;
        this.leftRanges = leftRanges;
        this.proposals = new PartitionedRecords(pool, directory.resolve("proposals"), leftRanges.count());
        this.keyPairing = new KeyPairing(configuration.passes(), configuration.duplicates(), breaks);
        int partitions = (int) Math.min(PARTITIONS_MAX, rows / ROWS_PER_PARTITION + 1);
        for (int i = 0; i < configuration.passes().size(); i++) {
            if (!(configuration.passes().get(i) instanceof Pass.Key)) {
                Matcher matcher = matcher(configuration.passes().get(i));
                stages.add(new Stage(matcher, true, pool, directory.resolve("pass-" + i), partitions));
                passOfStage.add(i);
            }
        }
        this.searched = stages.size();
        stages.add(new Stage(keyPairing, false, pool, directory.resolve("key-pairing"), partitions));
        stages.add(
                new Stage(new ContentPairing(breaks), false, pool, directory.resolve("content-pairing"), partitions));
    }

    /** Takes a row that the key pass left. */
    void take(Row row) throws IOException {
        route(row, 0);
    }

    /** Runs all passes; afterwards every row is matched or a break. */
    void run(RunControl control) throws IOException {
        for (int i = 0; i < searched; i++) {
            stages.get(i).run(new StageFindings(i), control);
        }
        settleProposals();
        for (int i = searched; i < stages.size(); i++) {
            stages.get(i).run(new StageFindings(i), control);
        }
    }

    long spilledBytes() {
        return stages.stream().mapToLong(Stage::spilledBytes).sum() + proposals.spilledBytes();
    }

    @Override
    public void close() throws IOException {
        for (Stage stage : stages) {
            stage.close();
        }
        proposals.close();
    }

    private Matcher matcher(Pass pass) {
        if (pass instanceof Pass.Reference reference) {
            return new ReferenceMatcher(reference, configuration.businessDays());
        }
        if (pass instanceof Pass.Window window) {
            return new WindowMatcher(window);
        }
        if (pass instanceof Pass.Group group) {
            return new GroupMatcher(group);
        }
        if (pass instanceof Pass.Subset subset) {
            return new SubsetMatcher(subset);
        }
        if (pass instanceof Pass.SmallDifference small) {
            return new SmallDifferenceMatcher(small, configuration.tolerances(), configuration.businessDays());
        }
        throw new IllegalStateException("pass '" + pass.name() + "' runs before all others");
    }

    private void route(Row row, int from) throws IOException {
        for (int i = from; i < stages.size(); i++) {
            if (stages.get(i).take(row)) {
                return;
            }
        }
        breaks.add(alone(row));
    }

    /** The break of a line for which no counterpart is in sight. */
    private Break alone(Row row) {
        if (row.identity.isEmpty()) {
            row.identity = keyPairing.identityByLine(row);
        }
        return switch (row.hint) {
            case AMBIGUOUS -> Break.single(BreakClass.AMBIGUOUS, "", row, row.detail);
            case TOO_MANY_CANDIDATES -> Break.single(BreakClass.TOO_MANY_CANDIDATES, "", row, row.detail);
            case GROUP_DIFFERENCE -> Break.single(BreakClass.AMOUNT, "group", row, row.detail);
            case TOLERANCE_CAP -> Break.single(BreakClass.TOLERANCE_CAP, "", row, row.detail);
            case NONE -> Break.single(missing(row), "", row, "");
        };
    }

    private BreakClass missing(Row row) {
        int limit = configuration.timingBusinessDays();
        long asOf = ageing.asOf().toEpochDay();
        boolean young = limit > 0
                && row.valueDay != RowParser.NO_DAY
                && configuration.businessDays().within(row.valueDay, asOf, limit);
        if (young) {
            return BreakClass.TIMING;
        }
        return row.side == Side.LEFT ? BreakClass.MISSING_RIGHT : BreakClass.MISSING_LEFT;
    }

    /** Takes differences into the books in the order of left lines, until the cap of their currency is reached. */
    private void settleProposals() throws IOException {
        Map<Integer, Long> used = new HashMap<>();
        for (int range = 0; range < proposals.partitions(); range++) {
            if (proposals.count(range) == 0) {
                continue;
            }
            List<Block> blocks = proposals.load(range);
            List<Proposal> found = new ArrayList<>();
            PackedReader records = new PackedReader(blocks);
            while (records.next()) {
                int stage = records.getInt();
                Row left = Row.read(records);
                if (!records.next()) {
                    throw new IllegalStateException("a proposal has lost its right line");
                }
                found.add(new Proposal(stage, left, Row.read(records)));
            }
            proposals.free(blocks);
            found.sort(Comparator.comparingInt(each -> each.left.line));
            for (Proposal each : found) {
                settle(each, used);
            }
        }
    }

    private void settle(Proposal proposed, Map<Integer, Long> used) throws IOException {
        Row left = proposed.left;
        Row right = proposed.right;
        Tolerance tolerance = configuration.tolerances().getOrDefault(left.currencyCode(), new Tolerance(0, 0));
        long difference = left.amount - right.amount;
        long sum = used.getOrDefault(left.currency, 0L) + Math.abs(difference);
        if (sum <= tolerance.totalMinorUnits()) {
            used.put(left.currency, sum);
            ledger.adjustments().add(left.currency, difference);
            new StageFindings(proposed.stage).pair(left, right, false);
            return;
        }
        for (Row row : List.of(left, right)) {
            row.hint = Row.Hint.TOLERANCE_CAP;
            row.detail = "within the tolerance, but the total of the run is used up";
            route(row, searched);
        }
    }

    private record Proposal(int stage, Row left, Row right) {}

    /** Books what one stage finds. */
    private final class StageFindings implements Findings {
        private final int stage;

        StageFindings(int stage) {
            this.stage = stage;
        }

        @Override
        public void pair(Row left, Row right, boolean confirmed) throws IOException {
            add(left, right, left.amount, right.amount, flags(confirmed, true, true));
        }

        @Override
        public void group(Side many, List<Row> members, Row one, boolean confirmed) throws IOException {
            boolean first = true;
            for (Row member : members) {
                ledger.adjustments()
                        .add(member.currency, many == Side.LEFT ? member.fee : Math.negateExact(member.fee));
                int grouped = MatchRecords.GROUPED;
                if (many == Side.LEFT) {
                    int flags = flags(confirmed, true, first) | grouped | MatchRecords.ONE_ON_RIGHT;
                    add(member, one, member.amount, member.net(), flags);
                } else {
                    add(one, member, member.net(), member.amount, flags(confirmed, first, true) | grouped);
                }
                first = false;
            }
        }

        @Override
        public void withinTolerance(Row left, Row right) throws IOException {
            int range = leftRanges.of(left.line);
            left.write(proposal.start().putInt(stage));
            proposal.addTo(proposals, range);
            right.write(proposal.start());
            proposal.addTo(proposals, range);
        }

        @Override
        public void unmatched(Row row) throws IOException {
            route(row, stage + 1);
        }

        private void add(Row left, Row right, long leftAmount, long rightAmount, int flags) throws IOException {
            MatchRecords.add(
                    matches,
                    leftRanges,
                    new MatchRecords.Match(
                            left.line,
                            right.line,
                            left.currency,
                            passOfStage.get(stage),
                            flags,
                            leftAmount,
                            rightAmount,
                            left.name().getBytes(StandardCharsets.UTF_8)));
        }

        private static int flags(boolean confirmed, boolean countsLeft, boolean countsRight) {
            return (confirmed ? 0 : MatchRecords.SUGGESTED)
                    | (countsLeft ? MatchRecords.COUNTS_LEFT : 0)
                    | (countsRight ? MatchRecords.COUNTS_RIGHT : 0);
        }
    }
}
