package io.countersign.core.inbound;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.StoredText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes refused messages to the audit log: the first {@value #SINGLE_MAX} of a minute one by one, the rest of that minute
 * as one entry with counts, so that an attack cannot bury the log.
 */
final class InboundRefusals {
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int SINGLE_MAX = 3;

    private static final int LISTED_MAX = 20;
    private static final int NAME_LENGTH_MAX = 60;
    private static final int REASON_LENGTH_MAX = 300;

    private final AuditRepository log;
    private final AuditTrail trail;
    private final Clock clock;
    private final Caller node;
    private Window window;

    /** What happened in one minute; guarded by the object's lock. */
    private static final class Window {
        private final Instant from;
        private final TreeMap<String, Integer> connections = new TreeMap<>();
        private final TreeSet<String> addresses = new TreeSet<>();
        private int told;
        private int untold;

        Window(Instant from) {
            this.from = from;
        }

        void count(String connection, String address) {
            untold++;
            if (connections.containsKey(connection) || connections.size() < LISTED_MAX) {
                connections.merge(connection, 1, Integer::sum);
            }
            if (!address.isEmpty() && addresses.size() < LISTED_MAX) {
                addresses.add(address);
            }
        }

        JsonObject summary() {
            JsonObject.Builder byConnection = Json.object();
            connections.forEach(byConnection::put);
            return Json.object()
                    .put("count", untold)
                    .put("from", from.toString())
                    .put("connections", byConnection.build())
                    .put("addresses", Json.texts(addresses))
                    .build();
        }
    }

    InboundRefusals(AuditRepository log, AuditTrail trail, Clock clock, Caller node) {
        this.log = log;
        this.trail = trail;
        this.clock = clock;
        this.node = node;
        this.window = new Window(clock.instant());
    }

    void refused(InboundRequest request, String reason) {
        flush();
        String connection = StoredText.of(request.provider() + "/" + request.connection(), NAME_LENGTH_MAX);
        if (takesEntryOfItsOwn(connection, request.address())) {
            JsonObject details = Json.object()
                    .put("connection", connection)
                    .put("reason", StoredText.of(reason, REASON_LENGTH_MAX))
                    .put("address", request.address())
                    .build();
            log.record(trail.entry(node, AuditAction.WEBHOOK_REFUSED, "webhook:refused", details));
        }
    }

    /** Writes the summary of a minute that is over; to be called now and then even when nothing comes. */
    void flush() {
        finished(WINDOW).ifPresent(this::write);
    }

    /** Writes what was counted so far, at the end. */
    void close() {
        finished(Duration.ZERO).ifPresent(this::write);
    }

    private void write(JsonObject summary) {
        log.record(trail.entry(node, AuditAction.WEBHOOK_REFUSED, "webhook:refused", summary));
    }

    private synchronized boolean takesEntryOfItsOwn(String connection, String address) {
        if (window.told < SINGLE_MAX) {
            window.told++;
            return true;
        }
        window.count(connection, address);
        return false;
    }

    private synchronized Optional<JsonObject> finished(Duration length) {
        Instant now = clock.instant();
        if (now.isBefore(window.from.plus(length))) {
            return Optional.empty();
        }
        Window over = window;
        window = new Window(now);
        return over.untold == 0 ? Optional.empty() : Optional.of(over.summary());
    }
}
