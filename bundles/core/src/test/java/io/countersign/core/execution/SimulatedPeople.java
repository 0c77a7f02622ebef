package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.core.access.Caller;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Those who use the platform: ann submits and cancels, bob approves, bob and carol look at the bank. */
final class SimulatedPeople {
    private static final int EXECUTIONS_MAX = 3;
    private static final String[] ITEMS = {"a", "b", "c", "d"};

    private final Simulation world;
    private final RandomGenerator random;
    private final Map<String, ExecutionId> accepted = new LinkedHashMap<>();
    private int submissions;

    SimulatedPeople(Simulation world) {
        this.world = world;
        this.random = world.random();
    }

    /** What the platform has said it would do, by idempotency key. */
    Map<String, ExecutionId> accepted() {
        return Collections.unmodifiableMap(accepted);
    }

    /** Ann asks for some transfers, until she has asked often enough. */
    void submit() {
        if (submissions == EXECUTIONS_MAX) {
            return;
        }
        submissions++;
        String key = "key-" + submissions;
        StringBuilder items = new StringBuilder(ITEMS[random.nextInt(ITEMS.length)]);
        for (String item : ITEMS) {
            if (random.nextBoolean() && items.indexOf(item) < 0) {
                items.append(' ').append(item);
            }
        }
        SubmitRequest request = new SubmitRequest(
                SimulatedTransfers.NAME,
                Json.object()
                        .put("account", "main")
                        .put("items", items.toString())
                        .build(),
                "",
                null,
                key);
        // a client that hears nothing asks again under the same key
        for (boolean heard = false; !heard; ) {
            heard = world.onSomeNode(
                    "submit " + items,
                    node -> accepted.put(
                            key, node.service.submit(Platform.ANN, request).id()));
        }
    }

    /** Bob looks at every plan and approves most. */
    void approve() {
        for (Execution execution : executionsIn(ExecutionState.AWAITING_APPROVAL)) {
            world.onSomeNode(
                    "approve " + execution.id(),
                    node -> node.approvals.decide(
                            Platform.BOB,
                            execution.id(),
                            random.nextInt(20) == 0 ? Decision.Kind.REJECTED : Decision.Kind.APPROVED,
                            String.valueOf(execution.planDigest()),
                            "looked at"));
        }
    }

    /** Ann has changed her mind about one of hers. */
    void cancel() {
        world.onSomeNode("cancel", node -> {
            List<ExecutionId> ids = List.copyOf(accepted.values());
            if (!ids.isEmpty()) {
                node.service.cancel(Platform.ANN, ids.get(random.nextInt(ids.size())), "changed my mind");
            }
        });
    }

    /** Bob and Carol look at the bank and say what they see. */
    void resolve() {
        world.onSomeNode("resolve", this::resolve);
    }

    private void resolve(SimulatedNode node) {
        for (Execution execution : executionsIn(ExecutionState.NEEDS_ATTENTION)) {
            for (Effect effect : world.store().executions().effects(execution.id())) {
                if (effect.state() == EffectState.UNKNOWN) {
                    @Nullable
                    String id = world.bank()
                            .booked(execution.id().text(), effect.name())
                            .map(SimulatedBank.Booking::id)
                            .orElse(null);
                    for (Caller person : List.of(Platform.BOB, Platform.CAROL)) {
                        node.resolutions.propose(
                                person, execution.id(), effect.name(), id != null, id, "seen in the dashboard");
                    }
                }
            }
        }
    }

    private List<Execution> executionsIn(ExecutionState state) {
        return accepted.values().stream()
                .flatMap(id -> world.store().executions().find(id).stream())
                .filter(execution -> execution.state() == state)
                .toList();
    }
}
