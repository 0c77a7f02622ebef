package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonArray;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Exactly what an execution will change outside, the facts that rests on, and what it leaves out. */
public final class Plan {

    /** More effects than this do not fit one plan; split the input. */
    public static final int EFFECTS_MAX = 10_000;

    private final List<PlannedEffect> effects;
    private final List<Fact> facts;
    private final List<SkippedLine> skipped;
    private final List<String> warnings;
    private final Map<String, Money> totals;

    private Plan(Builder builder) {
        this.effects = List.copyOf(builder.effects);
        this.facts = List.copyOf(builder.facts);
        this.skipped = List.copyOf(builder.skipped);
        this.warnings = List.copyOf(builder.warnings);
        if (effects.size() > EFFECTS_MAX) {
            throw new IllegalArgumentException(
                    "a plan has at most " + EFFECTS_MAX + " effects but this one has " + effects.size());
        }
        requireDistinct("effect id", effects, PlannedEffect::id);
        requireDistinct("lock key", effects, PlannedEffect::lockKey);
        requireDistinct("fact key", facts, Fact::key);
        this.totals = totalsOf(effects);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The plan of an operation that changes nothing outside. */
    public static Plan readOnly() {
        return builder().build();
    }

    /** The effects in the order in which they will be performed. */
    public List<PlannedEffect> effects() {
        return effects;
    }

    public Optional<PlannedEffect> effect(String id) {
        return effects.stream().filter(effect -> effect.id().equals(id)).findFirst();
    }

    public List<Fact> facts() {
        return facts;
    }

    public List<SkippedLine> skipped() {
        return skipped;
    }

    public List<String> warnings() {
        return warnings;
    }

    /** Sum of the effects per currency, by currency code; currencies are never added to each other. */
    public Map<String, Money> totals() {
        return totals;
    }

    public boolean isReadOnly() {
        return effects.isEmpty();
    }

    public JsonObject toJson() {
        return Json.object()
                .put("effects", effects.stream().map(PlannedEffect::toJson).toList())
                .put("facts", facts.stream().map(Fact::toJson).toList())
                .put("skipped", skipped.stream().map(SkippedLine::toJson).toList())
                .put("warnings", Json.texts(warnings))
                .put("totals", totals.values().stream().map(Money::toJson).toList())
                .build();
    }

    /** Reads what {@link #toJson} wrote; totals are computed again. */
    public static Plan fromJson(JsonObject json) {
        Builder builder = builder();
        objects(json.array("effects"), PlannedEffect::fromJson).forEach(builder::effect);
        objects(json.array("facts"), Fact::fromJson).forEach(builder::fact);
        objects(json.array("skipped"), SkippedLine::fromJson).forEach(builder::skipped);
        json.array("warnings").texts().forEach(builder::warning);
        return builder.build();
    }

    private static <T> List<T> objects(JsonArray array, Function<JsonObject, T> reading) {
        return array.objects().stream().map(reading).toList();
    }

    private static <T> void requireDistinct(String what, List<T> values, Function<T, String> key) {
        Set<String> seen = new HashSet<>();
        for (T value : values) {
            if (!seen.add(key.apply(value))) {
                throw new IllegalArgumentException(what + " '" + key.apply(value) + "' appears twice in the plan");
            }
        }
    }

    private static Map<String, Money> totalsOf(List<PlannedEffect> effects) {
        Map<String, Money> totals = new TreeMap<>();
        for (PlannedEffect effect : effects) {
            totals.merge(effect.amount().currency(), effect.amount(), Money::plus);
        }
        return Collections.unmodifiableMap(totals);
    }

    /** Collects the parts in order. */
    public static final class Builder {
        private final List<PlannedEffect> effects = new ArrayList<>();
        private final List<Fact> facts = new ArrayList<>();
        private final List<SkippedLine> skipped = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        private Builder() {}

        public Builder effect(PlannedEffect effect) {
            effects.add(effect);
            return this;
        }

        public Builder fact(Fact fact) {
            facts.add(fact);
            return this;
        }

        public Builder skipped(SkippedLine line) {
            skipped.add(line);
            return this;
        }

        public Builder warning(String warning) {
            warnings.add(warning);
            return this;
        }

        /**
         * Builds the value.
         *
         * @throws IllegalArgumentException when an id, lock key or fact key appears twice, or there are too many
         */
        public Plan build() {
            return new Plan(this);
        }
    }
}
