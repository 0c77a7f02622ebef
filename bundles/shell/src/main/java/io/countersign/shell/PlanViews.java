package io.countersign.shell;

import io.countersign.api.money.Money;
import io.countersign.api.operation.Fact;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.operation.SkippedLine;
import io.countersign.core.plan.PlanDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a plan is shown. Programs get the signed document itself. */
final class PlanViews {
    private PlanViews() {}

    /** @param riskLevel null when it was not assessed */
    static Sheet sheet(PlanDocument document, @Nullable String riskLevel) {
        Plan plan = document.plan();
        List<String> totals =
                plan.totals().values().stream().map(Money::toString).toList();
        return new Sheet()
                .field("digest", "Plan digest", Cell.of(document.digest()))
                .field("riskLevel", "Risk", Cell.of(riskLevel))
                .field("totals", "Totals", Cell.of(totals.isEmpty() ? List.of("changes nothing outside") : totals))
                .list("effects", "Will be done", effects(), plan.effects())
                .list("facts", "Rests on", facts(), plan.facts())
                .list("skipped", "Left out", skipped(), plan.skipped())
                .list("warnings", "Warnings", new Table<String>().column("warning", Cell::of), plan.warnings())
                .jsonOnly("document", document.toJson());
    }

    private static Table<PlannedEffect> effects() {
        return new Table<PlannedEffect>()
                .column("id", "EFFECT", effect -> Cell.of(effect.id()))
                .column("amount", effect -> Cell.of(effect.amount()))
                .column(
                        "amountRule",
                        "RULE",
                        effect -> Cell.of(effect.amountRule().name()))
                .column("beneficiary", effect -> Cell.of(effect.beneficiary()))
                .column("sentence", effect -> Cell.of(effect.sentence()));
    }

    private static Table<Fact> facts() {
        return new Table<Fact>()
                .column("key", "FACT", fact -> Cell.of(fact.key()))
                .column("value", fact -> Cell.of(fact.value()))
                .column("binding", fact -> Cell.of(fact.binding()))
                .column("readAt", "READ", fact -> Cell.of(fact.readAt()))
                .column("source", fact -> Cell.of(fact.source()));
    }

    private static Table<SkippedLine> skipped() {
        return new Table<SkippedLine>()
                .column("item", line -> Cell.of(line.item()))
                .column("amount", line -> Cell.of(line.amount().orElse(null)))
                .column("reason", line -> Cell.of(line.reason()))
                .column("explanation", line -> Cell.of(line.explanation()));
    }
}
