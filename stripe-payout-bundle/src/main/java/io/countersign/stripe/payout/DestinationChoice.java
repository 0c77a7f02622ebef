package io.countersign.stripe.payout;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one payout goes, or why it cannot go anywhere.
 *
 * @param destination the bank account or card; null when it is not known or not usable
 * @param id what is sent as destination; null leaves it to Stripe, which takes the default of the currency
 * @param skipReason a stable word; empty when the payout can go there
 * @param explanation why not, or what is not known, for people; empty when all is well
 */
record DestinationChoice(
        @Nullable Destination destination, @Nullable String id, String skipReason, String explanation) {

    /** Chooses among what the account has; pure. */
    static DestinationChoice of(Destinations destinations, String wanted, StripeCurrency currency, String method) {
        boolean isDefault = wanted.equals(PayoutForm.DEFAULT_DESTINATION);
        if (!destinations.isReadable()) {
            return new DestinationChoice(
                    null,
                    isDefault ? null : wanted,
                    "",
                    "Stripe does not show the bank accounts to this key (" + destinations.unreadableBecause()
                            + "), so neither bank nor currency of the destination could be checked");
        }
        Optional<Destination> found = isDefault ? destinations.defaultFor(currency.code()) : destinations.byId(wanted);
        if (found.isEmpty()) {
            return skip(
                    "no_destination",
                    isDefault
                            ? "the account has no default bank account in " + currency.isoCode() + "; add one at Stripe"
                            : "the account has no bank account '" + wanted + "'");
        }
        Destination destination = found.get();
        if (!destination.currency().equals(currency.code())) {
            return skip(
                    "currency_mismatch",
                    destination.label() + " is in " + destination.currency().toUpperCase(Locale.ROOT) + ", not in "
                            + currency.isoCode() + ", and a payout does not convert");
        }
        if (method.equals(PayoutForm.INSTANT) && !destination.methods().contains(PayoutForm.INSTANT)) {
            return skip("no_destination", destination.label() + " does not take instant payouts");
        }
        return new DestinationChoice(
                destination,
                destination.id(),
                "",
                destination.isBroken() ? destination.label() + " has status '" + destination.status() + "'" : "");
    }

    boolean isUsable() {
        return skipReason.isEmpty();
    }

    /** Where the money goes, as people recognise it. */
    String label(StripeCurrency currency) {
        if (destination != null) {
            return destination.label();
        }
        return id == null ? "default bank account for " + currency.isoCode() : "bank account " + id;
    }

    /** What must still be true when the payout is sent. */
    JsonObject fact() {
        if (destination != null) {
            return destination.toJson();
        }
        return Json.object()
                .put("id", id == null ? PayoutForm.DEFAULT_DESTINATION : id)
                .put("readable", false)
                .build();
    }

    private static DestinationChoice skip(String reason, String explanation) {
        return new DestinationChoice(null, null, reason, explanation);
    }
}
