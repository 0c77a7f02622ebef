package io.countersign.core.audit;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes refusals of one kind to the audit log: the first of a minute one by one, the rest of that minute as one entry
 * with counts, so that a flood of them cannot bury the log. For several threads at once.
 */
public final class CountedRefusals {
    /** How long is counted for one entry; who keeps house calls {@link #flush} as often. */
    public static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int LISTED_MAX = 20;

    private final AuditRepository log;
    private final AuditTrail trail;
    private final Clock clock;
    private final Caller node;
    private final Kind kind;
    private Window window;

    /**
     * What is refused, and how it is told.
     *
     * @param severalSubject of the entry with counts
     * @param singleMax how many of a minute have an entry of their own
     * @param countedBy what the counts are broken down by: {@code reasons}
     * @param listed what is named beside the counts: {@code addresses}
     */
    public record Kind(
            AuditAction action, String severalSubject, int singleMax, String countedBy, List<String> listed) {
        public Kind {
            listed = List.copyOf(listed);
        }
    }

    public CountedRefusals(AuditRepository log, AuditTrail trail, Clock clock, Caller node, Kind kind) {
        this.log = log;
        this.trail = trail;
        this.clock = clock;
        this.node = node;
        this.kind = kind;
        this.window = new Window(kind, clock.instant());
    }

    /**
     * Writes or counts one refusal.
     *
     * @param subject of an entry of its own
     * @param details of an entry of its own
     * @param counted under which word it is counted
     * @param listed what it adds to each list; what is empty or absent adds nothing
     */
    public void refused(String subject, JsonObject details, String counted, Map<String, String> listed) {
        flush();
        if (takesEntryOfItsOwn(counted, listed)) {
            log.record(trail.entry(node, kind.action(), subject, details));
        }
    }

    /** Writes the summary of a minute that is over; to be called now and then even when nothing is refused. */
    public void flush() {
        finished(WINDOW).ifPresent(this::write);
    }

    /** Writes what was counted so far, at the end. */
    public void close() {
        finished(Duration.ZERO).ifPresent(this::write);
    }

    private void write(JsonObject summary) {
        log.record(trail.entry(node, kind.action(), kind.severalSubject(), summary));
    }

    private synchronized boolean takesEntryOfItsOwn(String counted, Map<String, String> listed) {
        if (window.told < kind.singleMax()) {
            window.told++;
            return true;
        }
        window.count(counted, listed);
        return false;
    }

    private synchronized Optional<JsonObject> finished(Duration length) {
        Instant now = clock.instant();
        if (now.isBefore(window.from.plus(length))) {
            return Optional.empty();
        }
        Window over = window;
        window = new Window(kind, now);
        return over.untold == 0 ? Optional.empty() : Optional.of(over.summary());
    }

    /** What happened in one minute; guarded by the lock around it. */
    private static final class Window {
        private final String countedBy;
        private final Instant from;
        private final TreeMap<String, Integer> counts = new TreeMap<>();
        private final TreeMap<String, SortedSet<String>> lists = new TreeMap<>();
        private int told;
        private int untold;

        Window(Kind kind, Instant from) {
            this.countedBy = kind.countedBy();
            this.from = from;
            kind.listed().forEach(name -> lists.put(name, new TreeSet<>()));
        }

        void count(String counted, Map<String, String> listed) {
            untold++;
            if (counts.containsKey(counted) || counts.size() < LISTED_MAX) {
                counts.merge(counted, 1, Integer::sum);
            }
            lists.forEach((name, values) -> {
                String value = listed.getOrDefault(name, "");
                if (!value.isEmpty() && values.size() < LISTED_MAX) {
                    values.add(value);
                }
            });
        }

        JsonObject summary() {
            JsonObject.Builder byWord = Json.object();
            counts.forEach(byWord::put);
            JsonObject.Builder summary = Json.object()
                    .put("count", untold)
                    .put("from", from.toString())
                    .put(countedBy, byWord.build());
            lists.forEach((name, values) -> summary.put(name, Json.texts(values)));
            return summary.build();
        }
    }
}
