package io.countersign.stripe.payout;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.util.List;

/**
 * A bank account or debit card that payouts can go to, as Stripe shows it.
 *
 * @param id {@code ba_…} or {@code card_…}
 * @param kind {@code bank_account} or {@code card}
 * @param currency lower case; empty when Stripe does not say
 * @param country two letters; empty when Stripe does not say
 * @param bank name of the bank or brand of the card; empty when Stripe does not say
 * @param last4 last digits of the number
 * @param fingerprint changes when another account takes the place under the same id; empty when Stripe does not say
 * @param status Stripe's status of a bank account; empty for cards
 * @param isDefault whether payouts of its currency go there when none is named
 * @param methods payout methods it takes: {@code standard}, {@code instant}
 */
record Destination(
        String id,
        String kind,
        String currency,
        String country,
        String bank,
        String last4,
        String fingerprint,
        String status,
        boolean isDefault,
        List<String> methods) {

    Destination {
        methods = List.copyOf(methods);
    }

    /** {@code bank account …4242 (AE)}. */
    String label() {
        String what = kind.equals("card") ? "debit card …" : "bank account …";
        return what + last4 + (country.isEmpty() ? "" : " (" + country + ")");
    }

    /** Whether a bank has already refused it. */
    boolean isBroken() {
        return status.equals("errored") || status.equals("verification_failed");
    }

    /** What must not change between approval and payment: where the money goes. */
    JsonObject toJson() {
        return Json.object()
                .put("id", id)
                .put("kind", kind)
                .put("currency", currency)
                .put("country", country)
                .put("bank", bank)
                .put("last4", last4)
                .put("fingerprint", fingerprint)
                .build();
    }
}
