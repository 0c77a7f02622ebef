package io.countersign.stripe.simulator;

import io.countersign.stripe.simulator.JournalEntry.Change;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** {@code /v1/payouts}: create, retrieve, list, cancel. */
final class PayoutEndpoints {
    private final Books books;
    private final BankAccounts bankAccounts;
    private final PayoutLifeCycle lifeCycle;
    private final Identifiers identifiers;
    private final SimulatorConfig config;
    private final Expansion expansion;

    PayoutEndpoints(
            Books books,
            BankAccounts bankAccounts,
            PayoutLifeCycle lifeCycle,
            Identifiers identifiers,
            SimulatorConfig config) {
        this.books = books;
        this.bankAccounts = bankAccounts;
        this.lifeCycle = lifeCycle;
        this.identifiers = identifiers;
        this.config = config;
        this.expansion = new Expansion(books, bankAccounts);
    }

    List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/payouts", this::create),
                new Route("GET", "/v1/payouts", this::list),
                new Route("GET", "/v1/payouts/{id}", this::retrieve),
                new Route("POST", "/v1/payouts/{id}/cancel", this::cancel));
    }

    private Outcome create(ApiCall call) {
        PayoutRequest request = PayoutRequest.read(call.parameters(), config.minimumsMinorUnits());
        expansion.check(call, "");
        AccountScope scope = call.scope();
        String sourceType = sourceType(scope, request);
        if (!AccountEndpoints.payoutsEnabled(books.settings(scope))) {
            throw StripeRefusal.refused(
                    "payouts_not_allowed", null, "Cannot create payouts: payouts are not enabled for this account.");
        }
        JsonObject destination = destination(scope, request);
        if (books.amount(scope, Posting.AVAILABLE, request.currency(), sourceType) < request.amountMinorUnits()) {
            throw StripeRefusal.refused(
                    "balance_insufficient",
                    null,
                    "You have insufficient funds in your Stripe account for this transfer. Your " + sourceType
                            + " balance is too low. You can use the /v1/balance endpoint to view your Stripe balance"
                            + " (for more details, see stripe.com/docs/api#balance).");
        }
        return book(call, request, sourceType, destination.string("id"));
    }

    private String sourceType(AccountScope scope, PayoutRequest request) {
        if (request.sourceType() != null) return request.sourceType();
        Set<String> held =
                books.bySourceType(scope, Posting.AVAILABLE, request.currency()).keySet();
        if (held.size() <= 1) return held.stream().findFirst().orElse(SourceType.CARD);
        throw StripeRefusal.invalid(
                "parameter_missing",
                "source_type",
                "Missing required param: source_type. This account keeps separate " + request.currency()
                        + " balances for " + String.join(", ", held) + ".");
    }

    private JsonObject destination(AccountScope scope, PayoutRequest request) {
        String id = request.destination();
        JsonObject destination = id == null
                ? bankAccounts
                        .forCurrency(scope, request.currency())
                        .orElseThrow(() -> StripeRefusal.refused(
                                null,
                                "currency",
                                "Sorry, you don't have any external accounts in that currency (" + request.currency()
                                        + ")."))
                : bankAccounts
                        .byId(scope, id)
                        .orElseThrow(() -> StripeRefusal.refused(
                                "resource_missing", "destination", "No such external account: '" + id + "'"));
        if (!destination.string("currency").equals(request.currency())) {
            throw StripeRefusal.refused(
                    null,
                    "destination",
                    "The destination " + id + " takes " + destination.string("currency") + ", not " + request.currency()
                            + ".");
        }
        if (request.method().equals("instant")) {
            throw StripeRefusal.refused(
                    "instant_payouts_unsupported", "method", "This bank account is not eligible for Instant Payouts.");
        }
        return destination;
    }

    private Outcome book(ApiCall call, PayoutRequest request, String sourceType, String destination) {
        PayoutSchedule schedule = schedule(call);
        String transaction = identifiers.next("txn_");
        Payout payout = new Payout(
                call.scope(),
                fields(call, request, schedule)
                        .with("balance_transaction", transaction)
                        .with("destination", destination)
                        .with("source_type", sourceType),
                schedule);
        Change change = Change.ofPayout(
                "payout.created",
                payout,
                PayoutLifeCycle.move(payout, Posting.AVAILABLE, Posting.IN_TRANSIT),
                BalanceTransactions.ofPayout(transaction, "payout", payout, call.now()));
        return new Outcome(Answer.ok(expansion.expand(call, payout.fields(), change.balanceTransaction())), change);
    }

    private PayoutSchedule schedule(ApiCall call) {
        Instant inTransitAt = call.now().plus(config.pending());
        Instant paidAt = inTransitAt.plus(config.transit());
        Fault early = call.faults().find(Fault.Kind.FAILURE_BEFORE_PAID);
        if (early != null) {
            // Just before it would have been paid; with a transit of zero that is still after it was created.
            return new PayoutSchedule(inTransitAt, paidAt.plusNanos(1), paidAt, early.failureCode());
        }
        Fault late = call.faults().find(Fault.Kind.FAILURE_AFTER_PAID);
        if (late == null) return new PayoutSchedule(inTransitAt, paidAt, null, null);
        return new PayoutSchedule(inTransitAt, paidAt, paidAt.plus(late.delay()), late.failureCode());
    }

    private JsonObject fields(ApiCall call, PayoutRequest request, PayoutSchedule schedule) {
        JsonObject metadata = new JsonObject();
        request.metadata().forEach(metadata::with);
        return new JsonObject()
                .with("id", identifiers.next("po_"))
                .with("object", "payout")
                .with("amount", request.amountMinorUnits())
                .with("application_fee", null)
                .with("application_fee_amount", null)
                .with(
                        "arrival_date",
                        schedule.paidAt().truncatedTo(ChronoUnit.DAYS).getEpochSecond())
                .with("automatic", false)
                .with("balance_transaction", null)
                .with("created", call.now().getEpochSecond())
                .with("currency", request.currency())
                .with("description", request.description())
                .with("destination", null)
                .with("failure_balance_transaction", null)
                .with("failure_code", null)
                .with("failure_message", null)
                .with("livemode", call.scope().livemode())
                .with("metadata", metadata)
                .with("method", request.method())
                .with("original_payout", null)
                .with("payout_method", null)
                .with("reconciliation_status", "not_applicable")
                .with("reversed_by", null)
                .with("source_type", null)
                .with("statement_descriptor", request.statementDescriptor())
                .with("status", Payout.PENDING)
                .with("trace_id", new JsonObject().with("status", "pending").with("value", null))
                .with("type", "bank_account");
    }

    private Outcome list(ApiCall call) {
        Parameters parameters = call.parameters();
        parameters.allowOnly(
                Set.of("limit", "starting_after", "ending_before", "created", "arrival_date", "destination", "status"),
                Set.of("created", "arrival_date", "expand"));
        expansion.check(call, "data.");
        Map<String, String> wanted = new TreeMap<>();
        String destination = parameters.text("destination");
        if (destination != null) wanted.put("destination", destination);
        String status = parameters.oneOf(
                "status", Set.of(Payout.PENDING, Payout.IN_TRANSIT, Payout.PAID, Payout.FAILED, Payout.CANCELED), "");
        if (!status.isEmpty()) wanted.put("status", status);
        List<JsonObject> all = books.payoutsNewestFirst(call.scope()).stream()
                .map(Payout::fields)
                .filter(one -> wanted.entrySet().stream()
                        .allMatch(want -> want.getValue().equals(one.string(want.getKey()))))
                .filter(one -> parameters.inRange("created", one.number("created")))
                .filter(one -> parameters.inRange("arrival_date", one.number("arrival_date")))
                .map(one -> expansion.expandItem(call, one))
                .toList();
        return Outcome.of(Page.of(call, all, "payout"));
    }

    private Outcome retrieve(ApiCall call) {
        call.parameters().allowOnly(Set.of(), Set.of("expand"));
        expansion.check(call, "");
        return Outcome.of(expansion.expand(call, find(call).fields(), null));
    }

    private Outcome cancel(ApiCall call) {
        call.parameters().allowOnly(Set.of(), Set.of("expand"));
        expansion.check(call, "");
        Payout payout = find(call);
        if (!payout.status().equals(Payout.PENDING)) {
            throw StripeRefusal.refused(
                    null,
                    null,
                    "Payout " + payout.id() + " cannot be canceled: only a pending payout can, and it is "
                            + payout.status() + ".");
        }
        Change change = lifeCycle.cancel(payout, call.now());
        Payout canceled = Objects.requireNonNull(change.payout());
        return new Outcome(Answer.ok(expansion.expand(call, canceled.fields(), change.balanceTransaction())), change);
    }

    private Payout find(ApiCall call) {
        String id = call.pathVariables().get(0);
        Payout payout = books.payout(call.scope(), id);
        if (payout == null) throw StripeRefusal.missing("payout", id, "payout");
        return payout;
    }
}
