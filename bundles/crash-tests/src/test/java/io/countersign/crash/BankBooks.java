package io.countersign.crash;

import io.countersign.api.json.JsonObject;
import io.countersign.stripe.simulator.testing.StripeSimulatorProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The payouts of one connected account as the bank's ledger has them: the outside world, whatever anybody believes. */
final class BankBooks {
    private static final String EXECUTION = "countersign_execution";
    private static final String EFFECT = "countersign_effect";

    private final List<JsonObject> payouts;

    private BankBooks(List<JsonObject> payouts) {
        this.payouts = payouts;
    }

    static BankBooks of(StripeSimulatorProcess stripe, String account) {
        return new BankBooks(stripe.ledger().stream()
                .filter(entry -> entry.text("type").equals("payout.created"))
                .filter(entry -> entry.text("account").equals(account))
                .map(entry -> entry.object("payout"))
                .toList());
    }

    /** By execution and effect. */
    private Map<String, List<JsonObject>> byItem() {
        Map<String, List<JsonObject>> items = new TreeMap<>();
        for (JsonObject payout : payouts) {
            JsonObject metadata = payout.object("metadata");
            items.computeIfAbsent(metadata.text(EXECUTION) + " " + metadata.text(EFFECT), item -> new ArrayList<>())
                    .add(payout);
        }
        return items;
    }

    /** The items that were paid more than once; empty when there is none. */
    Optional<String> doubles() {
        List<String> doubles = byItem().entrySet().stream()
                .filter(item -> item.getValue().size() > 1)
                .map(item -> item.getKey() + " was paid " + item.getValue().size() + " times")
                .toList();
        return doubles.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", doubles));
    }

    /**
     * What is not as the platform believes: each effect that it holds for done is there under its id with its amount, no
     * other is there at all, and nothing is there that it knows nothing of.
     *
     * @param report of the only execution of this account
     */
    Optional<String> differences(JsonObject report) {
        Map<String, List<JsonObject>> items = byItem();
        List<String> differences = new ArrayList<>();
        for (JsonObject effect : report.array("effects").objects()) {
            List<JsonObject> paid = Optional.ofNullable(items.remove(report.text("id") + " " + effect.text("name")))
                    .orElse(List.of());
            if (!isAsBelieved(effect, paid)) {
                differences.add(effect.toText() + " but the bank has " + paid);
            }
        }
        items.forEach((item, paid) -> differences.add("the bank paid " + item + ", which nobody asked for"));
        return differences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differences));
    }

    private static boolean isAsBelieved(JsonObject effect, List<JsonObject> paid) {
        return switch (effect.text("state")) {
            case "APPLIED", "RETURNED" ->
                paid.size() == 1
                        && paid.get(0)
                                .text("id")
                                .equals(effect.findText("externalId").orElse(""))
                        && paid.get(0).integer("amount") == effect.integer("minorUnits");
            case "PLANNED", "REJECTED", "NOT_APPLIED" -> paid.isEmpty();
            // what is not known may be there or not, but once
            case "UNKNOWN" -> paid.size() <= 1;
            default -> false;
        };
    }
}
