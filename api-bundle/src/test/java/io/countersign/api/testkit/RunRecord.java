package io.countersign.api.testkit;

import io.countersign.api.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one execution leaves behind and the next entry into it finds again, as a database would keep it. */
final class RunRecord {
    final EffectJournal journal = new EffectJournal();
    final RunLog log = new RunLog();
    final Outputs outputs = new Outputs();

    private final Map<String, Json> steps = new HashMap<>();
    private final List<Progress> progress = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private @Nullable CrashPoint crashPoint;
    private int outcomesUntilCancelled = -1;
    private boolean cancelled;

    Optional<Json> step(String name) {
        return Optional.ofNullable(steps.get(name));
    }

    void rememberStep(String name, Json value) {
        steps.put(name, value);
    }

    void addProgress(Progress report) {
        progress.add(report);
    }

    List<Progress> progress() {
        return List.copyOf(progress);
    }

    void addViolation(String violation) {
        violations.add(violation);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    void crashAt(CrashPoint point) {
        crashPoint = point;
    }

    /** Whether to crash here; each point fires once. */
    boolean takeCrash(CrashPoint here) {
        if (!here.equals(crashPoint)) {
            return false;
        }
        crashPoint = null;
        return true;
    }

    void cancel() {
        cancelled = true;
    }

    void cancelAfter(int outcomes) {
        outcomesUntilCancelled = outcomes;
    }

    void countOutcome() {
        if (outcomesUntilCancelled > 0 && --outcomesUntilCancelled == 0) {
            cancelled = true;
        }
    }

    boolean isCancelled() {
        return cancelled;
    }
}
