package io.countersign.stripe.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The bank accounts that payouts go to: one for each currency the account ever had money in, except where the
 * configuration takes it away. Id and last four digits depend only on account, mode and currency.
 */
final class BankAccounts {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final Books books;
    private final Set<String> withoutDestination;

    BankAccounts(Books books, Set<String> withoutDestination) {
        this.books = books;
        this.withoutDestination = withoutDestination;
    }

    List<JsonObject> of(AccountScope scope) {
        List<JsonObject> accounts = new ArrayList<>();
        for (String currency : books.currencies(scope)) {
            if (!withoutDestination.contains(currency)) accounts.add(bankAccount(scope, currency));
        }
        return accounts;
    }

    Optional<JsonObject> forCurrency(AccountScope scope, String currency) {
        return of(scope).stream()
                .filter(account -> account.string("currency").equals(currency))
                .findFirst();
    }

    Optional<JsonObject> byId(AccountScope scope, String id) {
        return of(scope).stream()
                .filter(account -> account.string("id").equals(id))
                .findFirst();
    }

    private static JsonObject bankAccount(AccountScope scope, String currency) {
        String digest = Identifiers.digest(scope.accountId() + "/" + scope.livemode() + "/" + currency);
        int number = Integer.parseInt(digest.substring(32, 39), 16) % 10_000;
        return new JsonObject()
                .with("id", "ba_" + digest.substring(0, 24))
                .with("object", "bank_account")
                .with("account", scope.accountId())
                .with("account_holder_name", "Countersign SIMULATOR")
                .with("account_holder_type", "company")
                .with("account_type", null)
                .with("available_payout_methods", List.of("standard"))
                .with("bank_name", "SIMULATOR BANK")
                .with("country", country(currency))
                .with("currency", currency)
                .with("default_for_currency", true)
                .with("fingerprint", digest.substring(40, 56))
                .with("last4", String.format(Locale.ROOT, "%04d", number))
                .with("metadata", new JsonObject())
                .with("routing_number", null)
                .with("status", "new");
    }

    /** The first two letters of a currency code name its country, unless it is shared by several. */
    private static String country(String currency) {
        String country = currency.substring(0, 2).toUpperCase(Locale.ROOT);
        if (currency.equals("eur")) return "DE";
        return COUNTRIES.contains(country) ? country : "US";
    }
}
