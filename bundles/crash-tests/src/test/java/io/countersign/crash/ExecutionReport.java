package io.countersign.crash;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.audit.AuditRepository.StoredEntry;
import io.countersign.core.execution.Effect;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionId;
import io.countersign.persistence.EngineNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the platform believes about an execution, as JSON. */
final class ExecutionReport {
    private static final int ENTRIES_MAX = 1000;

    private ExecutionReport() {}

    static JsonObject of(EngineNode node, Caller caller, ExecutionId id) {
        Execution execution = node.service().get(caller, id);
        List<StoredEntry> trail =
                new ArrayList<>(node.audits().list("execution:" + id, "", Long.MAX_VALUE, ENTRIES_MAX));
        Collections.reverse(trail);
        return Json.object()
                .put("id", id.text())
                .put("state", execution.state().name())
                .putIfPresent(
                        "failure",
                        execution.failure() == null
                                ? null
                                : execution.failure().code() + ": "
                                        + execution.failure().message())
                .putIfPresent("waitingReason", execution.waitingReason())
                .put(
                        "effects",
                        node.service().effects(caller, id).stream()
                                .map(ExecutionReport::effect)
                                .toList())
                .put("audit", trail.stream().map(entry -> line(entry.entry())).toList())
                .build();
    }

    private static JsonObject effect(Effect effect) {
        return Json.object()
                .put("name", effect.name())
                .put("state", effect.state().name())
                .put("minorUnits", effect.plannedAmount().minorUnits())
                .put("attempt", effect.attempt())
                .putIfPresent("externalId", effect.externalId())
                .build();
    }

    /** The action and, when it is about one, the effect. */
    private static JsonObject line(JsonObject entry) {
        return Json.object()
                .put("action", entry.text("action"))
                .putIfPresent(
                        "effect",
                        entry.find("details")
                                .flatMap(details -> details.asObject().findText("effect"))
                                .orElse(null))
                .build();
    }
}
