package io.countersign.stripe.simulator;

import java.util.List;
import java.util.Set;

/** {@code /v1/account}, {@code /v1/accounts/{id}} and the bank accounts below it. */
final class AccountEndpoints {
    static final String DEFAULT_CURRENCY = "usd";

    private final Books books;
    private final BankAccounts bankAccounts;

    AccountEndpoints(Books books, BankAccounts bankAccounts) {
        this.books = books;
        this.bankAccounts = bankAccounts;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/account", this::current),
                new Route("GET", "/v1/accounts/{id}", this::byId),
                new Route("GET", "/v1/accounts/{id}/external_accounts", this::externalAccounts),
                new Route("GET", "/v1/accounts/{id}/external_accounts/{bank}", this::externalAccount));
    }

    private Outcome current(ApiCall call) {
        call.parameters().allowOnly(Set.of(), Set.of("expand"));
        return Outcome.of(account(call.scope()));
    }

    private Outcome byId(ApiCall call) {
        call.parameters().allowOnly(Set.of(), Set.of("expand"));
        return Outcome.of(account(named(call)));
    }

    private Outcome externalAccounts(ApiCall call) {
        call.parameters().allowOnly(Set.of("limit", "starting_after", "ending_before", "object"), Set.of("expand"));
        String object = call.parameters().oneOf("object", Set.of("bank_account", "card"), "bank_account");
        List<JsonObject> accounts = object.equals("card") ? List.of() : bankAccounts.of(named(call));
        return Outcome.of(Page.of(call, accounts, "external account"));
    }

    private Outcome externalAccount(ApiCall call) {
        call.parameters().allowOnly(Set.of(), Set.of("expand"));
        String id = call.pathVariables().get(1);
        return bankAccounts
                .byId(named(call), id)
                .map(Outcome::of)
                .orElseThrow(() -> StripeRefusal.missing("external account", id, "id"));
    }

    /** The account in the path: the caller's own, or one connected to it. */
    private AccountScope named(ApiCall call) {
        AccountScope named =
                new AccountScope(call.pathVariables().get(0), call.scope().livemode());
        if (named.equals(call.scope()) || books.knows(named)) return named;
        throw accountInvalid(named.accountId());
    }

    static StripeRefusal accountInvalid(String accountId) {
        return StripeRefusal.of(
                403,
                "invalid_request_error",
                "account_invalid",
                "The provided key does not have access to account '" + accountId
                        + "' (or that account does not exist). Application access may have been revoked.");
    }

    private JsonObject account(AccountScope scope) {
        JsonObject settings = books.settings(scope);
        String interval = settings.stringOrNull("payout_interval");
        JsonObject schedule =
                new JsonObject().with("delay_days", 2).with("interval", interval == null ? "manual" : interval);
        return new JsonObject()
                .with("id", scope.accountId())
                .with("object", "account")
                .with("business_profile", new JsonObject().with("name", "Countersign SIMULATOR"))
                .with("business_type", "company")
                .with("charges_enabled", true)
                .with("country", "US")
                .with("default_currency", DEFAULT_CURRENCY)
                .with("details_submitted", true)
                .with("email", "simulator@countersign.example")
                .with("metadata", new JsonObject())
                .with("payouts_enabled", payoutsEnabled(settings))
                .with(
                        "settings",
                        new JsonObject()
                                .with(
                                        "dashboard",
                                        new JsonObject()
                                                .with("display_name", "Countersign SIMULATOR")
                                                .with("timezone", "Etc/UTC"))
                                .with(
                                        "payouts",
                                        new JsonObject()
                                                .with("debit_negative_balances", false)
                                                .with("schedule", schedule)
                                                .with("statement_descriptor", null)))
                .with("type", "standard");
    }

    static boolean payoutsEnabled(JsonObject settings) {
        return settings.flag("payouts_enabled", true);
    }
}
