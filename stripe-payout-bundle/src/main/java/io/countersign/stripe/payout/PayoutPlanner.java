package io.countersign.stripe.payout;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Fact;
import io.countersign.api.operation.OpenItem;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.operation.SkippedLine;
import io.countersign.stripe.payout.StripeState.RecentPayout;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lays out the payouts of one plan: one effect per currency and source type, in that order. */
final class PayoutPlanner {
    /** Within this time the same amount again is remarkable. */
    static final Duration REPETITION = Duration.ofDays(7);

    private final PlanContext context;
    private final String connectionName;
    private final PayoutOrder order;
    private final StripeState state;
    private final Map<String, OpenItem> openItems;
    private final Map<String, StripeAmount> reserveLeft = new HashMap<>();
    private final Map<String, StripeAmount> runLeft = new HashMap<>();
    private final Plan.Builder plan = Plan.builder();

    private PayoutPlanner(PlanContext context, PayoutOrder order, StripeState state) {
        this.context = context;
        this.connectionName = context.connection(PayoutForm.CONNECTION).name();
        this.order = order;
        this.state = state;
        this.openItems = openItems(
                context,
                state.balances().stream()
                        .map(balance -> lockKey(state.account(), balance))
                        .toList());
        reserveLeft.putAll(order.reserves());
        for (CurrencyLine line : order.lines()) {
            if (line.keepMinimum() != null && line.sourceType() == null) {
                reserveLeft.put(line.currency().code(), line.keepMinimum());
            }
        }
        runLeft.putAll(order.runMaximums());
    }

    static Plan plan(PlanContext context, PayoutOrder order, StripeState state) {
        return new PayoutPlanner(context, order, state).plan();
    }

    static String lockKey(StripeState.Account account, SourceBalance balance) {
        return "stripe:" + account.id() + ":" + account.modeLabel() + ":" + balance.item();
    }

    /** Which of these locks other executions than this one hold, by key. */
    static Map<String, OpenItem> openItems(PlanContext context, List<String> lockKeys) {
        return context.openItems(lockKeys).stream()
                .filter(item -> !item.executionId().equals(context.executionId()))
                .collect(Collectors.toMap(OpenItem::lockKey, item -> item, (first, second) -> first));
    }

    private Plan plan() {
        PlanFacts.binding(context.connection(PayoutForm.CONNECTION), state).forEach(plan::fact);
        PlanFacts.informative(state).forEach(plan::fact);
        if (context.parameters().has(PayoutForm.CURRENCY_FILE)) {
            plan.fact(fileFact());
        }
        boolean pays = false;
        for (SourceBalance balance : state.balances()) {
            pays |= planOne(balance);
        }
        order.lines().forEach(this::skipWithoutBalance);
        warnAboutAccount(pays);
        state.remarks().forEach(plan::warning);
        return plan.build();
    }

    /** Whether a payout was planned. */
    private boolean planOne(SourceBalance balance) {
        Optional<CurrencyLine> wanted = order.line(balance);
        if (wanted.isEmpty()) {
            if (balance.available().minorUnits() != 0) {
                skip(
                        balance,
                        "not_in_list",
                        balance.available().currency().isoCode() + " from " + balance.sourceType()
                                + " was not asked for");
            }
            return false;
        }
        CurrencyLine line = wanted.get();
        OpenItem open = openItems.get(lockKey(state.account(), balance));
        if (open != null) {
            skip(
                    balance,
                    "blocked_by_open_item",
                    "execution " + open.executionId() + " is not done with this balance yet (" + open.state()
                            + "); wait for it or resolve it");
            return false;
        }
        if (isAmbiguous(line, balance)) {
            skip(
                    balance,
                    "source_type_needed",
                    "a fixed amount needs one source type, but several have money; name it"
                            + " in a file of currencies");
            return false;
        }
        return planAmount(line, balance);
    }

    private boolean planAmount(CurrencyLine line, SourceBalance balance) {
        StripeAmount reserve = takeReserve(line, balance);
        AmountDecision decision = AmountDecision.of(new AmountDecision.Question(
                balance.available(),
                reserve,
                order.fixedAmount(line),
                order.payoutMaximums().get(balance.currencyCode()),
                runLeft.get(balance.currencyCode())));
        if (decision instanceof AmountDecision.Skip skip) {
            skip(balance, skip.reason(), skip.explanation());
            return false;
        }
        DestinationChoice destination =
                DestinationChoice.of(state.destinations(), order.destinationOf(line), line.currency(), order.method());
        if (!destination.isUsable()) {
            skip(balance, destination.skipReason(), destination.explanation());
            return false;
        }
        AmountDecision.Pay pay = (AmountDecision.Pay) decision;
        if (pay.amount().findMoney().isEmpty()) {
            skip(balance, "not_exact", pay.amount().label() + " cannot be written in the minor units of ISO 4217");
            return false;
        }
        runLeft.computeIfPresent(balance.currencyCode(), (code, left) -> left.minus(pay.amount()));
        add(balance, reserve, pay, destination);
        return true;
    }

    private void add(
            SourceBalance balance, StripeAmount reserve, AmountDecision.Pay pay, DestinationChoice destination) {
        StripeCurrency currency = balance.available().currency();
        PlannedEffect.Builder effect = PlannedEffect.builder("payout:" + balance.item(), PayoutCreateHandler.KIND)
                .connection(connectionName)
                .request(request(balance, pay, destination))
                .amount(pay.amount().toMoney())
                .beneficiary(destination.label(currency))
                .sentence("Pay " + pay.amount().label() + " of the " + balance.sourceType() + " balance to "
                        + destination.label(currency))
                .lockKey(lockKey(state.account(), balance))
                .details(details(balance, reserve, pay, destination));
        // The engine lowers the field in ISO minor units; where Stripe counts otherwise that would be another amount.
        if (order.reduceOnShrink() && currency.countsLikeIso()) {
            effect.atMostByField("amount");
        } else if (order.reduceOnShrink()) {
            plan.warning("the payout in " + currency.isoCode() + " cannot be reduced, because Stripe counts this"
                    + " currency differently from ISO 4217; if its balance shrinks the execution stops");
        }
        plan.effect(effect.build());
        plan.fact(PlanFacts.destination(balance, destination, state));
        if (!destination.explanation().isEmpty()) {
            plan.warning(balance.item() + ": " + destination.explanation());
        }
        warnAboutRepetition(pay.amount());
        ReturnedPayouts.of(balance, state).name(plan);
    }

    private JsonObject request(SourceBalance balance, AmountDecision.Pay pay, DestinationChoice destination) {
        StripeCurrency currency = balance.available().currency();
        String description = order.descriptionFor(currency, context.executionId());
        return Json.object()
                .put("amount", Long.toString(pay.amount().minorUnits()))
                .put("currency", currency.code())
                .putIfPresent("description", emptyAsNull(description))
                .putIfPresent("destination", destination.id())
                .put("method", order.method())
                .put("source_type", balance.sourceType())
                .putIfPresent("statement_descriptor", emptyAsNull(order.statementDescriptor()))
                .build();
    }

    private JsonObject details(
            SourceBalance balance, StripeAmount reserve, AmountDecision.Pay pay, DestinationChoice choice) {
        Destination destination = choice.destination();
        return Json.object()
                .put("available", balance.available().toJson())
                .put("reserve", reserve.toJson())
                .put("payable", pay.amount().toJson())
                .put("residue", pay.residue().toJson())
                .putIfPresent("boundedBy", pay.cap())
                .put("stripeExponent", balance.available().currency().exponent())
                .put("method", order.method())
                .put("destinationBank", destination == null ? "" : destination.bank())
                .put("destinationLast4", destination == null ? "" : destination.last4())
                .put("destinationCurrency", destination == null ? "" : destination.currency())
                .put("arrivalEstimate", arrivalEstimate())
                .build();
    }

    /** Stripe tells the arrival only once the payout exists; standard payouts take 1 to 5 business days. */
    private JsonObject arrivalEstimate() {
        LocalDate today = state.readAt().atOffset(ZoneOffset.UTC).toLocalDate();
        boolean instant = order.method().equals(PayoutForm.INSTANT);
        return Json.object()
                .put("earliest", (instant ? today : BusinessDays.after(today, 1)).toString())
                .put("latest", BusinessDays.after(today, instant ? 1 : 5).toString())
                .build();
    }

    /** A reserve of a currency is kept once, from its balances in order; one of a line is the line's own. */
    private StripeAmount takeReserve(CurrencyLine line, SourceBalance balance) {
        StripeAmount available = balance.available();
        if (line.keepMinimum() != null && line.sourceType() != null) {
            return line.keepMinimum();
        }
        StripeAmount left = reserveLeft.getOrDefault(
                balance.currencyCode(), available.currency().zero());
        StripeAmount taken = available.isPositive()
                ? left.smallerOf(available)
                : available.currency().zero();
        reserveLeft.put(balance.currencyCode(), left.minus(taken));
        return taken;
    }

    private boolean isAmbiguous(CurrencyLine line, SourceBalance balance) {
        return order.isFixed()
                && line.sourceType() == null
                && state.balances().stream()
                                .filter(other -> other.currencyCode().equals(balance.currencyCode()))
                                .filter(other -> other.available().isPositive())
                                .count()
                        > 1;
    }

    private void skipWithoutBalance(CurrencyLine line) {
        boolean present = state.balances().stream()
                .anyMatch(balance -> line.concerns(balance.currencyCode(), balance.sourceType()));
        if (!present) {
            String item = line.currency().code() + (line.sourceType() == null ? "" : ":" + line.sourceType());
            plan.skipped(SkippedLine.of(item, "zero", "the account has no such balance"));
        }
    }

    private void skip(SourceBalance balance, String reason, String explanation) {
        plan.skipped(balance.available()
                .findMoney()
                .map(money -> SkippedLine.of(balance.item(), reason, explanation, money))
                .orElseGet(() -> SkippedLine.of(balance.item(), reason, explanation)));
    }

    private void warnAboutAccount(boolean pays) {
        if (pays) {
            plan.warning(
                    "a payout does not convert currency: each amount goes out in its own currency to a bank account"
                            + " in that currency"
                            + (order.description().toLowerCase(Locale.ROOT).contains("to usd")
                                    ? "; the words 'to USD' in the description are text only"
                                    : ""));
        }
        String interval = state.account().scheduleInterval();
        if (!interval.isEmpty() && !interval.equals("manual")) {
            plan.warning("the account pays out automatically (" + interval + "), so Stripe may take the balance first"
                    + " and refuse these payouts; set the payout schedule to manual at Stripe");
        }
        if (!state.account().payoutsEnabled()) {
            plan.warning("Stripe has disabled payouts of account "
                    + state.account().id() + "; it will refuse them until its requirements are met at Stripe");
        }
    }

    private void warnAboutRepetition(StripeAmount amount) {
        for (RecentPayout recent : state.recentPayouts()) {
            if (!recent.isReturned()
                    && !recent.created().isBefore(state.readAt().minus(REPETITION))
                    && recent.currency().equals(amount.currency().code())
                    && recent.amountMinorUnits() == amount.minorUnits()) {
                plan.warning("the same amount, " + amount.label() + ", was already paid out at " + recent.created()
                        + " (" + recent.id() + "); make sure that this is another payout");
            }
        }
    }

    private Fact fileFact() {
        var file = context.input(PayoutForm.CURRENCY_FILE);
        JsonObject value = Json.object()
                .put("name", file.name())
                .put("sha256", file.sha256())
                .put("lines", order.lines().size())
                .build();
        return Fact.informative("currency_file", value, "input file", state.readAt());
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
