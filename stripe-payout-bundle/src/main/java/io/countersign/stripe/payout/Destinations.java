package io.countersign.stripe.payout;

import java.util.List;
import java.util.Optional;

/**
 * The bank accounts and cards of an account, if the key may read them: Stripe hides those of some kinds of account.
 *
 * @param unreadableBecause why Stripe does not show them; empty when it does
 * @param all what it shows
 */
record Destinations(String unreadableBecause, List<Destination> all) {
    Destinations {
        all = List.copyOf(all);
    }

    static Destinations of(List<Destination> all) {
        return new Destinations("", all);
    }

    static Destinations unreadable(String because) {
        return new Destinations(because, List.of());
    }

    boolean isReadable() {
        return unreadableBecause.isEmpty();
    }

    Optional<Destination> byId(String id) {
        return all.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    Optional<Destination> defaultFor(String currency) {
        return all.stream()
                .filter(one -> one.isDefault() && one.currency().equals(currency))
                .findFirst();
    }
}
