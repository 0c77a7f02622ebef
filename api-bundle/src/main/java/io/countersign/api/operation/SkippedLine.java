package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An item that the plan leaves out, and why. */
public final class SkippedLine {
    private final String item;
    private final String reason;
    private final String explanation;
    private final @Nullable Money amount;

    private SkippedLine(String item, String reason, String explanation, @Nullable Money amount) {
        this.item = Texts.require("skipped item", item, 200);
        this.reason = Texts.require("reason for skipping " + item, reason, 100);
        this.explanation = Texts.require("explanation for skipping " + item, explanation, 1000);
        this.amount = amount;
    }

    /**
     * @param item what is left out: {@code usd:card}
     * @param reason a stable word: {@code not_in_list}
     * @param explanation one sentence for people
     */
    public static SkippedLine of(String item, String reason, String explanation) {
        return new SkippedLine(item, reason, explanation, null);
    }

    /** Like {@link #of(String, String, String)} with the amount that stays where it is. */
    public static SkippedLine of(String item, String reason, String explanation, Money amount) {
        return new SkippedLine(item, reason, explanation, amount);
    }

    public String item() {
        return item;
    }

    public String reason() {
        return reason;
    }

    public String explanation() {
        return explanation;
    }

    /** The amount that stays where it is, when the item has one. */
    public Optional<Money> amount() {
        return Optional.ofNullable(amount);
    }

    public JsonObject toJson() {
        return Json.object()
                .put("item", item)
                .put("reason", reason)
                .put("explanation", explanation)
                .putIfPresent("amount", amount == null ? null : amount.toJson())
                .build();
    }

    public static SkippedLine fromJson(JsonObject json) {
        return new SkippedLine(
                json.text("item"),
                json.text("reason"),
                json.text("explanation"),
                json.find("amount")
                        .map(amount -> Money.fromJson(amount.asObject()))
                        .orElse(null));
    }
}
