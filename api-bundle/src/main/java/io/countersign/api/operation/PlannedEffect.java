package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One change in the outside world, as data: what will be sent, to whom, how much. It is what approvers sign, and the
 * engine performs nothing else.
 */
public final class PlannedEffect {
    private final String id;
    private final String kind;
    private final String connection;
    private final JsonObject request;
    private final Money amount;
    private final AmountRule amountRule;
    private final @Nullable String amountField;
    private final String beneficiary;
    private final String sentence;
    private final String lockKey;
    private final JsonObject details;

    private PlannedEffect(Builder builder) {
        this.id = Texts.require("effect id", builder.id, 120);
        this.kind = Texts.require("effect kind", builder.kind, 100);
        this.connection = Texts.require("effect connection", builder.connection, 100);
        this.request = Objects.requireNonNull(builder.request, "request of effect " + id);
        this.amount = Objects.requireNonNull(builder.amount, "amount of effect " + id);
        this.amountRule = builder.amountField == null ? AmountRule.EXACT : AmountRule.AT_MOST;
        this.amountField = builder.amountField;
        this.beneficiary = Texts.require("beneficiary of effect " + id, builder.beneficiary, 300);
        this.sentence = Texts.require("sentence of effect " + id, builder.sentence, 1000);
        this.lockKey = Texts.require("lock key of effect " + id, builder.lockKey, 200);
        this.details = builder.details;
        if (amountField != null && request.find(amountField).isEmpty()) {
            throw new IllegalArgumentException("effect '" + id + "' is AT_MOST by field '" + amountField
                    + "', which its request does not have; name the field that carries the minor units");
        }
    }

    /**
     * @param id unique in the plan, stable between plans of the same item: {@code payout:aed:card}
     * @param kind kind of an {@link EffectHandler} of the same operation
     */
    public static Builder builder(String id, String kind) {
        return new Builder(id, kind);
    }

    public String id() {
        return id;
    }

    public String kind() {
        return kind;
    }

    /** Name of the connection it is sent through; must be one the execution was given as a parameter. */
    public String connection() {
        return connection;
    }

    /** The exact fields to send. */
    public JsonObject request() {
        return request;
    }

    public Money amount() {
        return amount;
    }

    public AmountRule amountRule() {
        return amountRule;
    }

    /** Field of the request that carries the minor units as text; present when the rule is AT_MOST. */
    public Optional<String> amountField() {
        return Optional.ofNullable(amountField);
    }

    /** Who receives it, as people recognise it: {@code bank account …4242 (AE)}. */
    public String beneficiary() {
        return beneficiary;
    }

    /** One sentence for people: {@code Pay 1,250.43 AED to bank account …4242}. */
    public String sentence() {
        return sentence;
    }

    /** The outside item that only one open effect may touch at a time: {@code stripe:acct_1:test:aed:card}. */
    public String lockKey() {
        return lockKey;
    }

    /** What else the plan shows about it (available, reserve, residue …); signed, not sent. */
    public JsonObject details() {
        return details;
    }

    public JsonObject toJson() {
        return Json.object()
                .put("id", id)
                .put("kind", kind)
                .put("connection", connection)
                .put("request", request)
                .put("amount", amount.toJson())
                .put("amountRule", amountRule.name())
                .putIfPresent("amountField", amountField)
                .put("beneficiary", beneficiary)
                .put("sentence", sentence)
                .put("lockKey", lockKey)
                .put("details", details)
                .build();
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException when a part is missing, or the amount rule is not the one its field implies
     */
    public static PlannedEffect fromJson(JsonObject json) {
        Builder builder = builder(json.text("id"), json.text("kind"))
                .connection(json.text("connection"))
                .request(json.object("request"))
                .amount(Money.fromJson(json.object("amount")))
                .beneficiary(json.text("beneficiary"))
                .sentence(json.text("sentence"))
                .lockKey(json.text("lockKey"))
                .details(json.object("details"));
        json.findText("amountField").ifPresent(builder::atMostByField);
        PlannedEffect effect = builder.build();
        if (!effect.amountRule().name().equals(json.text("amountRule"))) {
            throw new IllegalArgumentException("effect '" + effect.id() + "' says amount rule "
                    + json.text("amountRule") + " but its amount field makes it " + effect.amountRule());
        }
        return effect;
    }

    @Override
    public String toString() {
        return id + " (" + sentence + ")";
    }

    /** Collects the parts; all but the details are required. */
    public static final class Builder {
        private final String id;
        private final String kind;
        private @Nullable String connection;
        private @Nullable JsonObject request;
        private @Nullable Money amount;
        private @Nullable String amountField;
        private @Nullable String beneficiary;
        private @Nullable String sentence;
        private @Nullable String lockKey;
        private JsonObject details = JsonObject.empty();

        private Builder(String id, String kind) {
            this.id = id;
            this.kind = kind;
        }

        public Builder connection(String connectionName) {
            this.connection = connectionName;
            return this;
        }

        /** The exact fields to send; numbers other than integers must be strings. */
        public Builder request(JsonObject request) {
            this.request = request;
            return this;
        }

        public Builder amount(Money amount) {
            this.amount = amount;
            return this;
        }

        /** Makes the amount an upper bound; {@code requestField} holds the minor units and may be lowered. */
        public Builder atMostByField(String requestField) {
            this.amountField = requestField;
            return this;
        }

        public Builder beneficiary(String beneficiary) {
            this.beneficiary = beneficiary;
            return this;
        }

        public Builder sentence(String sentence) {
            this.sentence = sentence;
            return this;
        }

        public Builder lockKey(String lockKey) {
            this.lockKey = lockKey;
            return this;
        }

        public Builder details(JsonObject details) {
            this.details = details;
            return this;
        }

        /**
         * Builds the value.
         *
         * @throws IllegalArgumentException when a part is missing, blank or too long
         */
        public PlannedEffect build() {
            return new PlannedEffect(this);
        }
    }
}
