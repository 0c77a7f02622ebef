package io.countersign.stripe.simulator;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Replaces ids in a payout by the objects they stand for, as {@code expand[]} asks. */
final class Expansion {
    private static final Set<String> EXPANDABLE =
            Set.of("balance_transaction", "destination", "failure_balance_transaction");

    private final Books books;
    private final BankAccounts bankAccounts;

    Expansion(Books books, BankAccounts bankAccounts) {
        this.books = books;
        this.bankAccounts = bankAccounts;
    }

    /** @throws StripeRefusal if something is to be expanded that cannot be */
    void check(ApiCall call, String prefix) {
        for (String path : call.parameters().array("expand")) {
            if (path.startsWith(prefix) && EXPANDABLE.contains(path.substring(prefix.length()))) continue;
            throw StripeRefusal.invalid(
                    null,
                    "expand",
                    "This property cannot be expanded (" + path + "). You may want to try expanding one of "
                            + String.join(", ", new TreeSet<>(EXPANDABLE)) + ".");
        }
    }

    /** @param unbooked a balance transaction of this very call, which the books do not know yet */
    JsonObject expand(ApiCall call, JsonObject payout, @Nullable JsonObject unbooked) {
        return expand(call, payout, "", unbooked);
    }

    JsonObject expandItem(ApiCall call, JsonObject payout) {
        return expand(call, payout, "data.", null);
    }

    private JsonObject expand(ApiCall call, JsonObject payout, String prefix, @Nullable JsonObject unbooked) {
        List<String> paths = call.parameters().array("expand");
        if (paths.isEmpty()) return payout;
        JsonObject expanded = payout.copy();
        for (String path : paths) {
            String name = path.substring(prefix.length());
            if (payout.has(name)) expanded.with(name, find(call.scope(), name, payout.string(name), unbooked));
        }
        return expanded;
    }

    private JsonObject find(AccountScope scope, String name, String id, @Nullable JsonObject unbooked) {
        if (name.equals("destination")) {
            return bankAccounts
                    .byId(scope, id)
                    .orElseThrow(() -> StripeRefusal.missing("external account", id, "expand"));
        }
        if (unbooked != null && unbooked.string("id").equals(id)) return unbooked;
        return books.balanceTransactionsNewestFirst(scope).stream()
                .filter(transaction -> transaction.string("id").equals(id))
                .findFirst()
                .orElseThrow(() -> StripeRefusal.missing("balance transaction", id, "expand"));
    }
}
