package io.countersign.reconciliation.match;

import io.countersign.reconciliation.config.Configuration;
import io.countersign.reconciliation.config.Pass;
import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.output.Ageing;
import io.countersign.reconciliation.output.OpenItems;
import io.countersign.reconciliation.output.Outputs;
import io.countersign.reconciliation.spill.BlockPool;
import io.countersign.reconciliation.spill.PartitionedRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One reconciliation from two sides to its files. The lines of each side are read once and packed into partitions by a
 * hash of their key; each partition is joined in the processor's cache; only what that leaves is read again as rows with
 * all their texts, and goes through the other passes, in partitions of its own. Nothing depends on the number of threads
 * or on the memory, because everything that is written is put into the order of lines first.
 */
public final class Reconciliation implements AutoCloseable {
    private static final long PARTITION_BYTES = 1 << 20;
    private static final int PARTITIONS_MAX = 2_048;

    private final Configuration configuration;
    private final SideSource left;
    private final SideSource right;
    private final OpenItems openItems;
    private final Ageing ageing;
    private final RunControl control;
    private final Workers workers;
    private final BlockPool pool;
    private final Path directory;
    private final LineRanges leftRanges;
    private final LineRanges rightRanges;
    private final Ledger ledger = new Ledger();
    private final List<PartitionedRecords> stores = new ArrayList<>();
    private final Pass.@Nullable Key keyPass;

    public Reconciliation(
            Configuration configuration,
            List<SideSource> sources,
            OpenItems openItems,
            Ageing ageing,
            RunSettings settings,
            RunControl control)
            throws IOException {
        this.configuration = configuration;
        this.left = sources.get(0);
        this.right = sources.get(1);
        this.openItems = openItems;
        this.ageing = ageing;
        this.control = control;
        this.workers = new Workers(settings.threads(), control);
        this.pool = new BlockPool(settings.budgetBytes());
        this.directory = settings.directory();
        this.leftRanges = new LineRanges(left.sizeBytes());
        this.rightRanges = new LineRanges(right.sizeBytes());
        this.keyPass = configuration.passes().get(0) instanceof Pass.Key key ? key : null;
    }

    /** Units of work that the control of a run is told about. */
    public static long work(List<SideSource> sources) throws IOException {
        return 2 * (sources.get(0).sizeBytes() + sources.get(1).sizeBytes());
    }

    /** Runs to the end; the outputs are written and closed. */
    public RunReport run(Outputs outputs) throws IOException {
        int partitions = partitions();
        SideScan.Stores leftStores = stores("left", leftRanges, partitions);
        SideScan.Stores rightStores = stores("right", rightRanges, partitions);
        scan(leftStores, rightStores);
        List<KeyResults> results = join(leftStores.keyed(), rightStores.keyed());
        PartitionedRecords laterMatches = store("matches-later", leftRanges.count());
        PartitionedRecords leftBreaks = store("breaks-left", leftRanges.count());
        PartitionedRecords rightBreaks = store("breaks-right", rightRanges.count());
        BreaksCsv breaks =
                new BreaksCsv(ledger, ageing, openItems, left, right, leftBreaks, rightBreaks, leftRanges, rightRanges);
        List<PartitionedRecords> lefts = new ArrayList<>(List.of(leftStores.leftover()));
        List<PartitionedRecords> rights = new ArrayList<>(List.of(rightStores.leftover()));
        List<PartitionedRecords> matches = new ArrayList<>(List.of(laterMatches));
        results.forEach(result -> {
            lefts.add(result.leftover());
            rights.add(result.rightover());
            matches.add(result.matches());
        });
        long spilledByPasses = laterPasses(lefts, rights, breaks, laterMatches);
        OutputFiles files = new OutputFiles(outputs, ledger, control);
        files.matched(matches, leftRanges, workers, this::matchedCsv);
        files.breaks(breaks, leftBreaks, rightBreaks, List.of(left, right), List.of(leftStores, rightStores));
        control.finish();
        ControlTotals totals = ControlTotals.of(ledger, List.of(left, right), configuration.balances());
        long spilled = spilledByPasses
                + stores.stream().mapToLong(PartitionedRecords::spilledBytes).sum();
        return new RunReport(
                List.of(left, right),
                ledger,
                totals,
                openItems.previous(),
                openItems.carried(),
                breaks.newItems(),
                spilled);
    }

    /** Ends all threads and deletes all files in the directory. */
    @Override
    public void close() throws IOException {
        workers.close();
        for (PartitionedRecords store : stores) {
            store.close();
        }
    }

    private MatchedCsv matchedCsv() {
        return new MatchedCsv(leftRanges, left, right, configuration.passes());
    }

    private void scan(SideScan.Stores leftStores, SideScan.Stores rightStores) throws IOException {
        SideScan leftScan = new SideScan(left, keyPass, leftStores, control);
        SideScan rightScan = new SideScan(right, keyPass, rightStores, control);
        workers.run(List.of(leftScan, rightScan));
        ledger.side(Side.LEFT).scanned(leftScan);
        ledger.side(Side.RIGHT).scanned(rightScan);
    }

    private List<KeyResults> join(PartitionedRecords lefts, PartitionedRecords rights) throws IOException {
        Pass.Key pass = keyPass;
        List<KeyResults> results = new ArrayList<>();
        if (pass == null) {
            return results;
        }
        long unitsPerPartition = (left.sizeBytes() + right.sizeBytes()) / 2 / lefts.partitions();
        AtomicInteger nextPartition = new AtomicInteger();
        List<Workers.Part> parts = new ArrayList<>();
        for (int thread = 0; thread < workers.threads(); thread++) {
            KeyResults result = new KeyResults(pool, directory, thread, leftRanges, rightRanges);
            stores.addAll(List.of(result.matches(), result.leftover(), result.rightover()));
            results.add(result);
            KeyJoin join = new KeyJoin(pass, configuration.businessDays(), configuration.duplicates(), result);
            parts.add(() -> {
                for (int i = nextPartition.getAndIncrement();
                        i < lefts.partitions();
                        i = nextPartition.getAndIncrement()) {
                    join.join(lefts, rights, i);
                    control.read(unitsPerPartition);
                }
            });
        }
        workers.run(parts);
        return results;
    }

    private long laterPasses(
            List<PartitionedRecords> lefts,
            List<PartitionedRecords> rights,
            BreaksCsv breaks,
            PartitionedRecords matches)
            throws IOException {
        long rows = lefts.stream().mapToLong(PartitionedRecords::count).sum()
                + rights.stream().mapToLong(PartitionedRecords::count).sum();
        try (PassRun passes =
                new PassRun(configuration, ageing, ledger, breaks, matches, leftRanges, pool, directory, rows)) {
            new RowReader(left, control).read(lefts, passes::take);
            new RowReader(right, control).read(rights, passes::take);
            passes.run(control);
            return passes.spilledBytes();
        }
    }

    /** A power of two, so that a partition of both sides fits the processor's cache. */
    private int partitions() throws IOException {
        if (keyPass == null) {
            return 1;
        }
        long wanted = (left.sizeBytes() + right.sizeBytes()) / PARTITION_BYTES;
        int partitions = 1;
        while (partitions < wanted && partitions < PARTITIONS_MAX) {
            partitions *= 2;
        }
        return partitions;
    }

    private SideScan.Stores stores(String side, LineRanges ranges, int partitions) {
        return new SideScan.Stores(
                store(side + "-keyed", partitions),
                store(side + "-keyless", ranges.count()),
                store(side + "-rejects", ranges.count()),
                ranges);
    }

    private PartitionedRecords store(String name, int partitions) {
        PartitionedRecords store = new PartitionedRecords(pool, directory.resolve(name), partitions);
        stores.add(store);
        return store;
    }
}
