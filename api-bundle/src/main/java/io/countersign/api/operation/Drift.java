package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One difference between what was approved and what is true now.
 *
 * @param subject what changed: {@code effect payout:aed:card amount} or {@code fact destination:aed}
 * @param approved what was signed, {@code null} in JSON when it did not exist
 * @param now what is true now, {@code null} in JSON when it is gone
 * @param explanation one sentence for people
 */
public record Drift(String subject, Json approved, Json now, String explanation) {
    public Drift {
        Texts.require("subject of drift", subject, 300);
        Texts.require("explanation of drift", explanation, 1000);
    }

    /** Compares effects and binding facts only; times and estimates are signed but not compared. */
    public static List<Drift> between(Plan approved, Plan now) {
        List<Drift> drifts = new ArrayList<>();
        compare(
                "effect ",
                byKey(approved.effects().stream(), PlannedEffect::id, Drift::comparable),
                byKey(now.effects().stream(), PlannedEffect::id, Drift::comparable),
                drifts);
        compare("fact ", bindingFacts(approved), bindingFacts(now), drifts);
        return List.copyOf(drifts);
    }

    public JsonObject toJson() {
        return Json.object()
                .put("subject", subject)
                .put("approved", approved)
                .put("now", now)
                .put("explanation", explanation)
                .build();
    }

    public static Drift fromJson(JsonObject json) {
        return new Drift(json.text("subject"), json.get("approved"), json.get("now"), json.text("explanation"));
    }

    /** What is sent and to whom; sentences and details are for people. */
    private static Json comparable(PlannedEffect effect) {
        return Json.object()
                .put("kind", effect.kind())
                .put("connection", effect.connection())
                .put("request", effect.request())
                .put("amount", effect.amount().toJson())
                .put("amountRule", effect.amountRule().name())
                .putIfPresent("amountField", effect.amountField().map(Json::of).orElse(null))
                .put("beneficiary", effect.beneficiary())
                .put("lockKey", effect.lockKey())
                .build();
    }

    private static Map<String, Json> bindingFacts(Plan plan) {
        return byKey(plan.facts().stream().filter(Fact::binding), Fact::key, Fact::value);
    }

    private static <T> Map<String, Json> byKey(Stream<T> values, Function<T, String> key, Function<T, Json> content) {
        return values.collect(Collectors.toMap(key, content));
    }

    private static void compare(String what, Map<String, Json> approved, Map<String, Json> now, List<Drift> drifts) {
        Set<String> keys = new LinkedHashSet<>(approved.keySet());
        keys.addAll(now.keySet());
        keys.stream().sorted().forEach(key -> {
            Json before = approved.getOrDefault(key, Json.nullValue());
            Json after = now.getOrDefault(key, Json.nullValue());
            if (!before.equals(after)) {
                drifts.add(new Drift(what + key, before, after, explain(what + key, approved, now, key)));
            }
        });
    }

    private static String explain(String subject, Map<String, Json> approved, Map<String, Json> now, String key) {
        if (!approved.containsKey(key)) {
            return subject + " was not part of the approved plan";
        }
        return now.containsKey(key) ? subject + " has changed since the plan was made" : subject + " is gone";
    }
}
