package io.countersign.core.access;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes refused sign-ins to the audit log: the first {@value #SINGLE_MAX} of a minute one by one, the rest of that
 * minute as one entry with counts, so that a flood of guesses cannot bury the log. A username that belongs to nobody is
 * not written down: it may be a password typed into the wrong field.
 */
final class RefusalLog {
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int SINGLE_MAX = 10;
    private static final int LISTED_MAX = 20;

    private final AuditRepository log;
    private final AuditTrail trail;
    private final Clock clock;
    private final Caller node;
    private Window window;

    /** Why a sign-in was refused. */
    enum Reason {
        UNKNOWN_ACCOUNT("unknown-account"),
        WRONG_PASSWORD("wrong-password"),
        INACTIVE("inactive"),
        THROTTLED("throttled");

        private final String word;

        Reason(String word) {
            this.word = word;
        }
    }

    /** What happened in one minute; guarded by the log's lock. */
    private static final class Window {
        private final Instant from;
        private int told;
        private int untold;
        private final TreeMap<String, Integer> reasons = new TreeMap<>();
        private final Set<String> accounts = new TreeSet<>();
        private final Set<String> addresses = new TreeSet<>();

        Window(Instant from) {
            this.from = from;
        }

        void count(Reason reason, @Nullable User user, String address) {
            untold++;
            reasons.merge(reason.word, 1, Integer::sum);
            if (user != null && accounts.size() < LISTED_MAX) {
                accounts.add(user.username());
            }
            if (!address.isEmpty() && addresses.size() < LISTED_MAX) {
                addresses.add(address);
            }
        }

        JsonObject summary() {
            JsonObject.Builder counts = Json.object();
            reasons.forEach(counts::put);
            return Json.object()
                    .put("count", untold)
                    .put("from", from.toString())
                    .put("reasons", counts.build())
                    .put("accounts", Json.texts(accounts))
                    .put("addresses", Json.texts(addresses))
                    .build();
        }
    }

    RefusalLog(AuditRepository log, AuditTrail trail, Clock clock, Caller node) {
        this.log = log;
        this.trail = trail;
        this.clock = clock;
        this.node = node;
        this.window = new Window(clock.instant());
    }

    /** @param user the account that was tried, or null when there is none of that name */
    void refused(Reason reason, @Nullable User user, String address) {
        flush();
        if (takesEntryOfItsOwn(reason, user, address)) {
            JsonObject details = Json.object()
                    .put("reason", reason.word)
                    .putIfPresent("username", user == null ? null : user.username())
                    .put("address", address)
                    .build();
            String subject = user == null ? "user:unknown" : "user:" + user.id();
            log.record(trail.entry(node, AuditAction.SESSION_REFUSED, subject, details));
        }
    }

    /** Writes the summary of a minute that is over; to be called now and then even when nobody signs in. */
    void flush() {
        finished(WINDOW).ifPresent(this::write);
    }

    /** Writes what was counted so far, at the end. */
    void close() {
        finished(Duration.ZERO).ifPresent(this::write);
    }

    private void write(JsonObject summary) {
        log.record(trail.entry(node, AuditAction.SESSION_REFUSED, "user:several", summary));
    }

    private synchronized boolean takesEntryOfItsOwn(Reason reason, @Nullable User user, String address) {
        if (window.told < SINGLE_MAX) {
            window.told++;
            return true;
        }
        window.count(reason, user, address);
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
