package io.countersign.integration;

import io.countersign.api.json.JsonObject;
import io.countersign.stripe.simulator.testing.StripeSimulatorProcess;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the simulator's ledger says about payouts: the outside world, whatever the platform believes. */
final class StripeBooks {
    private final StripeSimulatorProcess stripe;

    StripeBooks(StripeSimulatorProcess stripe) {
        this.stripe = stripe;
    }

    /** Sets available balances in Stripe's minor units. */
    void setAvailable(Map<String, Long> minorUnitsByCurrency) {
        stripe.setAvailable(minorUnitsByCurrency);
    }

    /** How many entries the ledger has. */
    long size() {
        return stripe.ledger().size();
    }

    /** Payouts that were made since the ledger had so many entries: ids by currency. */
    Map<String, List<String>> payoutsSince(long entries) {
        Map<String, List<String>> ids = new TreeMap<>();
        for (JsonObject payout : created(entries)) {
            ids.merge(payout.text("currency"), List.of(payout.text("id")), StripeBooks::both);
        }
        return ids;
    }

    /** The same payouts: all amounts together by currency. */
    Map<String, Long> paidSince(long entries) {
        Map<String, Long> amounts = new TreeMap<>();
        for (JsonObject payout : created(entries)) {
            amounts.merge(payout.text("currency"), payout.integer("amount"), Math::addExact);
        }
        return amounts;
    }

    /** How many payouts were made since the ledger had so many entries. */
    int countSince(long entries) {
        return created(entries).size();
    }

    private List<JsonObject> created(long entries) {
        return stripe.ledger().stream()
                .skip(entries)
                .filter(entry -> entry.text("type").equals("payout.created"))
                .map(entry -> entry.object("payout"))
                .toList();
    }

    private static List<String> both(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
