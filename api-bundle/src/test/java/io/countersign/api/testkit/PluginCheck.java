package io.countersign.api.testkit;

import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.ReturnedEffect;
import io.countersign.api.operation.Settlement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lists the promises of the contract that a plug-in breaks; an empty list means it keeps them. Needs no test framework:
 * an integrator may call it from anything.
 */
public final class PluginCheck {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*(\\.[a-z0-9][a-z0-9_-]*)+");
    private static final Pattern SEMANTIC_VERSION =
            Pattern.compile("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");
    private static final int NAME_LENGTH_MAX = 100;
    private static final int DESCRIPTION_LENGTH_MAX = 1000;
    /** A shorter secret could be part of an innocent text. */
    private static final int SECRET_LENGTH_MIN = 8;

    private PluginCheck() {}

    /** What can be seen without planning: name, version, description, schema, profile and handlers. */
    public static List<String> staticPromises(OperationPlugin plugin) {
        List<String> broken = new ArrayList<>();
        checkTexts(plugin, broken);
        guarded("schema()", broken, () -> checkSchema(plugin, broken));
        guarded("profile()", broken, () -> checkProfile(plugin, broken));
        guarded("effectHandlers()", broken, () -> checkHandlers(plugin, broken));
        return List.copyOf(broken);
    }

    /** What the plan of this run shows: repeatable, without loss in JSON, every effect performable. Plans twice. */
    public static List<String> planPromises(TestRun run) throws Exception {
        Plan plan = run.plan();
        List<String> broken = new ArrayList<>(PlanCheck.broken(run, plan));
        if (!broken.isEmpty()) {
            return List.copyOf(broken);
        }
        PlanCheck.differences(plan, run.plan())
                .forEach(drift -> broken.add("two plans of the same inputs differ: " + drift));
        run.drift(plan)
                .forEach(drift -> broken.add("drift() sees a change where nothing changed: " + drift.explanation()));
        return List.copyOf(broken);
    }

    /** What an execution of this run left behind: no breach of the contract, no secret in anything that is kept. */
    public static List<String> executionPromises(TestRun run, Plan plan, OperationResult result) {
        List<String> broken = new ArrayList<>(run.violations());
        if (result.recordsSuccessful() + result.recordsFailed() > result.recordsProcessed()) {
            broken.add("the result counts " + result.recordsSuccessful() + " successful and " + result.recordsFailed()
                    + " failed of only " + result.recordsProcessed() + " records");
        }
        boolean rejected = run.journal().stream().anyMatch(entry -> entry.state() == JournalEntry.State.REJECTED);
        if (rejected && result.isSuccess()) {
            broken.add("the result is a success although an effect was rejected");
        }
        broken.addAll(secretsShown(run, plan, result));
        return List.copyOf(broken);
    }

    /** Whether a settlement is legal for this run: what came back was applied, and its state is small. */
    public static List<String> settlementPromises(TestRun run, Settlement settlement) {
        List<String> broken = new ArrayList<>(run.violations());
        settlement.returnedEffects().stream()
                .map(ReturnedEffect::effectId)
                .filter(id -> run.journal(id)
                        .filter(entry -> entry.state() == JournalEntry.State.RETURNED)
                        .isEmpty())
                .forEach(id -> broken.add("settle() returned effect '" + id + "', which was never applied"));
        return broken.stream().distinct().toList();
    }

    private static void checkTexts(OperationPlugin plugin, List<String> broken) {
        String name = String.valueOf(plugin.name());
        if (!NAME.matcher(name).matches() || name.length() > NAME_LENGTH_MAX) {
            broken.add("name '" + name + "' must be lower-case and dotted like stripe.payout, at most "
                    + NAME_LENGTH_MAX + " characters");
        }
        if (!name.equals(plugin.name())) {
            broken.add("name() changes from call to call");
        }
        String version = String.valueOf(plugin.version());
        if (!SEMANTIC_VERSION.matcher(version).matches()) {
            broken.add("version '" + version + "' is not a semantic version like 1.4.0");
        }
        String description = plugin.description();
        if (description == null || description.isBlank() || description.length() > DESCRIPTION_LENGTH_MAX) {
            broken.add("description must be one sentence of at most " + DESCRIPTION_LENGTH_MAX + " characters");
        }
    }

    private static void checkSchema(OperationPlugin plugin, List<String> broken) {
        ParameterSchema schema = plugin.schema();
        if (!schema.toJson().equals(plugin.schema().toJson())) {
            broken.add("schema() returns another schema on the second call");
        }
        for (Parameter parameter : schema.parameters()) {
            if (parameter.description().isBlank() && parameter.title().equals(parameter.name())) {
                broken.add("parameter '" + parameter.name() + "' has neither title nor description for people");
            }
        }
        schema.toJsonSchema().signableBytes();
    }

    private static void checkProfile(OperationPlugin plugin, List<String> broken) {
        Set<String> wanted = plugin.schema().parameters().stream()
                .flatMap(parameter -> parameter.connectionKind().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> declared = plugin.profile().connectionKinds();
        if (!wanted.equals(declared)) {
            broken.add("profile() declares connection kinds " + declared + " but the schema asks for " + wanted);
        }
    }

    private static void checkHandlers(OperationPlugin plugin, List<String> broken) {
        Set<String> kinds = new HashSet<>();
        for (EffectHandler handler : plugin.effectHandlers()) {
            String kind = handler.kind();
            if (kind == null || kind.isBlank() || kind.length() > NAME_LENGTH_MAX) {
                broken.add("the kind of handler " + handler.getClass().getName() + " must have 1 to " + NAME_LENGTH_MAX
                        + " characters");
                continue;
            }
            if (!kinds.add(kind)) {
                broken.add("two handlers perform effects of kind '" + kind + "'");
            }
            if (handler.provider() == null || handler.provider().isBlank()) {
                broken.add("handler '" + kind + "' names no provider");
            }
            if (handler.keyMemory() == null || handler.keyMemory().isNegative()) {
                broken.add("keyMemory of handler '" + kind + "' is " + handler.keyMemory()
                        + "; it must be zero or positive");
            }
        }
        Set<String> again =
                plugin.effectHandlers().stream().map(EffectHandler::kind).collect(Collectors.toSet());
        if (!kinds.equals(again)) {
            broken.add("effectHandlers() returns other kinds on the second call");
        }
    }

    private static List<String> secretsShown(TestRun run, Plan plan, OperationResult result) {
        List<String> kept = new ArrayList<>();
        kept.add("plan " + plan.toJson());
        kept.add("result " + result.toJson());
        run.logLines().forEach(line -> kept.add("log " + line.text()));
        run.outputs()
                .forEach((name, versions) -> versions.forEach(
                        content -> kept.add("output " + name + " " + new String(content, StandardCharsets.UTF_8))));
        run.journalHistory()
                .forEach(entry -> kept.add("journal " + entry.request() + " "
                        + entry.outcome()
                                .map(outcome -> outcome.toJson().toText())
                                .orElse("")));
        List<String> broken = new ArrayList<>();
        for (String secret : run.secretValues()) {
            kept.stream()
                    .filter(text -> secret.length() >= SECRET_LENGTH_MIN && text.contains(secret))
                    .map(text -> text.substring(0, text.indexOf(' ')))
                    .distinct()
                    .forEach(place -> broken.add("a secret of a connection stands in the " + place));
        }
        return broken;
    }

    private static void guarded(String what, List<String> broken, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            broken.add(what + " fails: " + Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }
}
