package io.countersign.api.example;

import io.countersign.api.json.Json;
import io.countersign.api.money.Money;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.EffectOutcome;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.Fact;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationProfile;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.operation.Settlement;
import io.countersign.api.operation.SettlementContext;
import io.countersign.api.operation.SkippedLine;
import io.countersign.api.operation.ValidationResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Pays each line {@code account,amount} of a CSV file from one bank account, up to a limit per line. */
class LedgerTransfer implements OperationPlugin {
    private final InMemoryBank bank;

    LedgerTransfer(InMemoryBank bank) {
        this.bank = bank;
    }

    @Override
    public String name() {
        return "ledger.transfer";
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public String description() {
        return "Transfers money to the accounts of a CSV file.";
    }

    @Override
    public ParameterSchema schema() {
        return ParameterSchema.of(
                Parameter.connection("bank", "bank").required().title("Bank account to pay from"),
                Parameter.file("payees").required().title("Payees").mediaTypes("text/csv"),
                Parameter.select("currency").required().title("Currency").option("EUR", "Euro"),
                Parameter.money("limit").title("Largest amount of one line").min("1"));
    }

    @Override
    public OperationProfile profile() {
        return OperationProfile.standard().withTitle("Ledger transfer").withConnectionKinds("bank");
    }

    @Override
    public ValidationResult validate(Parameters parameters) {
        boolean otherCurrency = parameters
                .findMoney("limit")
                .filter(limit -> !limit.currency().equals(parameters.text("currency")))
                .isPresent();
        return otherCurrency
                ? ValidationResult.invalid("limit", "currency", "the limit must be in " + parameters.text("currency"))
                : ValidationResult.valid();
    }

    @Override
    public Plan plan(PlanContext context) throws IOException {
        Plan.Builder plan = Plan.builder();
        Money limit = context.parameters().findMoney("limit").orElse(Money.ofMinor(1_000_000, "EUR"));
        for (String line : lines(context)) {
            String account = line.substring(0, line.indexOf(','));
            Money amount = Money.parse(
                    line.substring(line.indexOf(',') + 1), context.parameters().text("currency"));
            if (amount.compareTo(limit) > 0) {
                plan.skipped(SkippedLine.of(account, "above_limit", amount + " is more than " + limit, amount));
            } else {
                plan.effect(transfer(context.connection("bank").name(), account, amount));
            }
        }
        return plan.fact(Fact.binding(
                        "file",
                        Json.of(context.input("payees").sha256()),
                        "payees",
                        context.clock().instant()))
                .build();
    }

    @Override
    public List<EffectHandler> effectHandlers() {
        return List.of(new TransferHandler(bank, Duration.ofHours(24)));
    }

    @Override
    public OperationResult execute(ExecutionContext context) throws Exception {
        OperationResult result = context.performAllInOrder();
        StringBuilder report = new StringBuilder("effect,outcome\n");
        for (PlannedEffect effect : context.plan().effects()) {
            EffectOutcome outcome = context.effect(effect.id()).perform();
            report.append(effect.id()).append(',').append(outcome.kind()).append('\n');
        }
        try (OutputStream out = context.output("transfers.csv", "text/csv")) {
            out.write(report.toString().getBytes(StandardCharsets.UTF_8));
        }
        context.log().info(result.message());
        return result;
    }

    @Override
    public Settlement settle(SettlementContext context) {
        return context.check() == 1
                ? Settlement.pending(Json.of(context.applied().size()), Duration.ofHours(1))
                : Settlement.settled(context.state());
    }

    private static List<String> lines(PlanContext context) throws IOException {
        try (InputStream in = context.input("payees").open()) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).indexOf(',') < 1) {
                    throw new OperationException(
                            "csv_unreadable", "line " + (i + 1) + " is not 'account,amount': " + lines.get(i));
                }
            }
            return lines;
        }
    }

    private static PlannedEffect transfer(String connection, String account, Money amount) {
        return PlannedEffect.builder("transfer:" + account, TransferHandler.KIND)
                .connection(connection)
                .request(Json.object()
                        .put("to", account)
                        .put("minorUnits", Long.toString(amount.minorUnits()))
                        .put("currency", amount.currency())
                        .build())
                .amount(amount)
                .atMostByField("minorUnits")
                .beneficiary("account " + account)
                .sentence("Pay " + amount + " to account " + account)
                .lockKey("bank:" + account)
                .build();
    }
}
