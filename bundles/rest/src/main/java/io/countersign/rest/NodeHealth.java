package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonArray;
import io.countersign.api.json.JsonObject;
import io.countersign.core.health.HealthCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node can serve: every health check passes, and the API is up, which it is when everything it needs is
 * there. Messages, which may name paths and hosts, are for people who are signed in and for the log.
 */
@Component(service = NodeHealth.class)
public final class NodeHealth {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHealth.class);
    private static final Duration KEPT_FOR = Duration.ofSeconds(1);

    private final Clock clock;
    private final List<HealthCheck> checks = new CopyOnWriteArrayList<>();
    private final Map<String, Finding> lastSeen = new HashMap<>();
    private volatile boolean apiUp;
    private @Nullable Readiness kept;
    private Instant keptUntil = Instant.MIN;

    /** One check with what it found. */
    record Finding(String name, boolean ready, boolean warning, String message) {}

    /** What all checks found. */
    record Readiness(List<Finding> findings) {
        /** The problem that the node is not ready; empty when it is. */
        Optional<Problem> problem() {
            List<String> failing = findings.stream()
                    .filter(finding -> !finding.ready())
                    .map(Finding::name)
                    .toList();
            return failing.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Problem(
                            ProblemType.NOT_READY,
                            "not ready: " + String.join(", ", failing),
                            Json.object().put("checks", names()).build()));
        }

        /** Names only: this is shown to everybody. */
        JsonObject toJson() {
            return Json.object()
                    .put("status", problem().isEmpty() ? "ready" : "not-ready")
                    .put("checks", names())
                    .build();
        }

        private JsonArray names() {
            return Json.array(findings.stream()
                    .map(finding -> Json.object()
                            .put("name", finding.name())
                            .put("ready", finding.ready())
                            .put("warning", finding.warning())
                            .build())
                    .toList());
        }
    }

    @Activate
    public NodeHealth() {
        this(Clock.systemUTC());
    }

    NodeHealth(Clock clock) {
        this.clock = clock;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCheck(HealthCheck check) {
        checks.add(check);
    }

    void removeCheck(HealthCheck check) {
        checks.remove(check);
    }

    /** Tells that the API has come up or goes down. */
    void apiIs(boolean up) {
        apiUp = up;
        forget();
    }

    /** The process answers: that is all. */
    static JsonObject live() {
        return Json.object().put("status", "live").build();
    }

    /** Looks, at most once a second however often it is asked. */
    synchronized Readiness readiness() {
        Instant now = clock.instant();
        Readiness known = kept;
        // also when the clock was set back meanwhile
        if (known == null || !now.isBefore(keptUntil) || now.isBefore(keptUntil.minus(KEPT_FOR))) {
            known = look();
            kept = known;
            keptUntil = now.plus(KEPT_FOR);
        }
        return known;
    }

    /** Every check with its message. */
    JsonObject details() {
        Readiness readiness = readiness();
        return Json.object()
                .put("status", readiness.problem().isEmpty() ? "ready" : "not-ready")
                .put(
                        "checks",
                        readiness.findings().stream()
                                .map(finding -> Json.object()
                                        .put("name", finding.name())
                                        .put("ready", finding.ready())
                                        .put("warning", finding.warning())
                                        .put("message", finding.message())
                                        .build())
                                .toList())
                .build();
    }

    private synchronized void forget() {
        kept = null;
    }

    private Readiness look() {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                new Finding("api", apiUp, false, apiUp ? "the API is up" : "the API waits for services; see scr:info"));
        checks.stream()
                .map(NodeHealth::find)
                .sorted(Comparator.comparing(Finding::name))
                .forEach(findings::add);
        findings.forEach(this::log);
        return new Readiness(List.copyOf(findings));
    }

    private static Finding find(HealthCheck check) {
        try {
            HealthCheck.Result result = check.check();
            return new Finding(check.name(), result.ready(), result.warning(), result.message());
        } catch (RuntimeException e) {
            return new Finding(check.name(), false, false, "the check itself failed with " + e);
        }
    }

    /** Says each change once. */
    private void log(Finding finding) {
        @Nullable Finding before = lastSeen.put(finding.name(), finding);
        if (before != null && before.ready() == finding.ready() && before.warning() == finding.warning()) {
            return;
        }
        if (!finding.ready()) {
            LOG.warn("Health: {} is not ready: {}", finding.name(), finding.message());
        } else if (finding.warning()) {
            LOG.warn("Health: {} is ready, but look at it: {}", finding.name(), finding.message());
        } else {
            LOG.info("Health: {} is ready: {}", finding.name(), finding.message());
        }
    }
}
