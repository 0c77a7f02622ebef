package io.countersign.stripe.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The faults that are armed, and how often each has been met. Forgotten when the simulator stops. */
final class FaultPlan {
    private static final int FAULTS_MAX = 100;

    private final List<Armed> armed = new ArrayList<>();

    /** The faults that hit one call, at most one of each kind. */
    static final class Hits {
        private final Map<Fault.Kind, Fault> byKind = new EnumMap<>(Fault.Kind.class);

        boolean has(Fault.Kind kind) {
            return byKind.containsKey(kind);
        }

        @Nullable
        Fault find(Fault.Kind kind) {
            return byKind.get(kind);
        }

        List<String> labels() {
            return byKind.keySet().stream().map(Fault.Kind::label).toList();
        }
    }

    private static final class Armed {
        private final Fault fault;
        private final Random random;
        private int met;

        Armed(Fault fault) {
            this.fault = fault;
            this.random = new Random(fault.seed());
        }

        boolean hitsNext() {
            met++;
            boolean inRange = met >= fault.nth() && met - fault.nth() < fault.times();
            return inRange && random.nextDouble() < fault.probability();
        }
    }

    FaultPlan(List<Fault> faults) {
        faults.forEach(this::arm);
    }

    synchronized void arm(Fault fault) {
        if (armed.size() >= FAULTS_MAX) {
            throw new IllegalArgumentException(
                    "there are " + FAULTS_MAX + " faults already; DELETE /_simulator/faults first");
        }
        armed.add(new Armed(fault));
    }

    synchronized void clear() {
        armed.clear();
    }

    synchronized Hits meet(String method, String path, Map<String, String> parameters) {
        Hits hits = new Hits();
        for (Armed candidate : armed) {
            if (candidate.fault.concerns(method, path, parameters) && candidate.hitsNext()) {
                hits.byKind.putIfAbsent(candidate.fault.kind(), candidate.fault);
            }
        }
        return hits;
    }

    synchronized JsonObject toJson() {
        List<JsonObject> list =
                armed.stream().map(a -> a.fault.toJson().with("met", a.met)).toList();
        return new JsonObject()
                .with(
                        "kinds",
                        Arrays.stream(Fault.Kind.values())
                                .map(Fault.Kind::label)
                                .toList())
                .with("faults", list);
    }
}
