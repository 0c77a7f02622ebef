package io.countersign.reconciliation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.Fact;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Parameters;
import io.countersign.reconciliation.config.Configuration;
import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.match.ControlTotals;
import io.countersign.reconciliation.match.Ledger;
import io.countersign.reconciliation.match.Reconciliation;
import io.countersign.reconciliation.match.RunControl;
import io.countersign.reconciliation.match.RunReport;
import io.countersign.reconciliation.match.RunSettings;
import io.countersign.reconciliation.match.SideSource;
import io.countersign.reconciliation.match.SideSources;
import io.countersign.reconciliation.match.Summary;
import io.countersign.reconciliation.output.Ageing;
import io.countersign.reconciliation.output.OpenItems;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** One execution of {@code reconciliation.match}. */
final class ReconciliationRun {
    private static final long MEGABYTE = 1 << 20;
    /** The rest of the heap is for rows of later passes, for the platform and for other operations. */
    private static final int HEAP_PART = 2;

    private final ExecutionContext context;
    private final Configuration configuration;
    private final String configurationSha256;
    private final LocalDate asOf;

    ReconciliationRun(ExecutionContext context, Configuration configuration, String configurationSha256) {
        this.context = context;
        this.configuration = configuration;
        this.configurationSha256 = configurationSha256;
        this.asOf = LocalDate.parse(context.plan().facts().stream()
                .filter(fact -> fact.key().equals(ReconciliationForm.AS_OF))
                .map(Fact::value)
                .map(Json::asText)
                .findFirst()
                .orElseThrow(() -> new OperationException("plan_incomplete", "the plan does not tell the day")));
    }

    OperationResult run() throws IOException {
        OpenItems openItems = context.parameters().has(ReconciliationForm.PREVIOUS)
                ? OpenItems.read(context.input(ReconciliationForm.PREVIOUS))
                : OpenItems.none();
        Path directory = Files.createTempDirectory(context.workDirectory(), "run-");
        try (SideSource left = open(Side.LEFT, directory);
                SideSource right = open(Side.RIGHT, directory)) {
            List<SideSource> sources = List.of(left, right);
            RunControl control = new RunControl(new ContextReporter(context), Reconciliation.work(sources));
            RunSettings settings = settings(context.parameters(), directory);
            Ageing ageing = new Ageing(asOf, configuration.ageingDays());
            try (Reconciliation reconciliation =
                    new Reconciliation(configuration, sources, openItems, ageing, settings, control)) {
                RunReport report = reconciliation.run(context::output);
                return finish(report);
            }
        }
    }

    private SideSource open(Side side, Path directory) throws IOException {
        return SideSources.open(configuration, side, context.input(side.key()), directory, context::checkCancelled);
    }

    private static RunSettings settings(Parameters parameters, Path directory) {
        long heapPart = Runtime.getRuntime().maxMemory() / HEAP_PART;
        long budget = parameters
                .findNumber(ReconciliationForm.MEMORY)
                .map(megabytes ->
                        megabytes.multiply(BigDecimal.valueOf(MEGABYTE)).longValue())
                .orElse(heapPart);
        return new RunSettings(
                parameters.number(ReconciliationForm.THREADS).intValue(),
                Math.min(budget, heapPart / 2 * 3),
                directory);
    }

    private OperationResult finish(RunReport report) throws IOException {
        JsonObject summary = new Summary(
                        ReconciliationOperation.VERSION, asOf, configurationSha256, configuration.passes(), report)
                .toJson();
        try (OutputStream file = context.output("summary.json", "application/json")) {
            file.write(summary.toPrettyText().getBytes(StandardCharsets.UTF_8));
        }
        Ledger ledger = report.ledger();
        long processed = 0;
        long broken = 0;
        for (Side side : Side.values()) {
            Ledger.SideBook book = ledger.side(side);
            processed += book.lines();
            broken += book.broken().lines() + book.rejects();
        }
        OperationResult.Builder result;
        if (report.totals().hold()) {
            result = OperationResult.success((processed - broken) + " of " + processed + " lines matched, " + broken
                    + " explained as breaks; every cent is accounted for");
        } else {
            result = OperationResult.failure("the control totals do not hold; see controlTotals in summary.json");
            report.totals().equations().stream()
                    .filter(equation -> !equation.holds())
                    .forEach(equation -> result.error(told(equation)));
        }
        return result.data(summary)
                .records(processed, processed - broken, broken)
                .count("breaks", breaks(ledger))
                .count("spilledBytes", report.spilledBytes())
                .count(
                        "rejects",
                        ledger.side(Side.LEFT).rejects()
                                + ledger.side(Side.RIGHT).rejects())
                .build();
    }

    private static long breaks(Ledger ledger) {
        return ledger.breaks().values().stream()
                .mapToLong(Ledger.BookedBreaks::breaks)
                .sum();
    }

    private static String told(ControlTotals.Equation equation) {
        return equation.name() + " " + equation.currency() + ": " + equation.left() + " against " + equation.right();
    }

    /** Passes progress and cancellation on. */
    private record ContextReporter(ExecutionContext context) implements RunControl.Reporter {
        @Override
        public void checkCancelled() {
            context.checkCancelled();
        }

        @Override
        public void progress(long done, long total) {
            context.progress(done, total);
        }
    }
}
