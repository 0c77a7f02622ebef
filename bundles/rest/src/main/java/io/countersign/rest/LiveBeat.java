package io.countersign.rest;

import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.ChangedExecution;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one look at the database brought. What several followers need is read once. */
final class LiveBeat {
    /** Rows that are read at once. */
    static final int PAGE = 1000;

    private static final int EVENTS_PAGE = 100;

    private final Instant now;
    private final Map<ExecutionId, ChangedExecution> changed;
    private final ExecutionService executions;
    private final Caller observer;
    private final Map<Position, List<EventMessage>> read = new HashMap<>();

    private record Position(ExecutionId execution, long after) {}

    /** An event as followers send it. */
    record EventMessage(ExecutionEvent event, JsonObject data) {}

    private LiveBeat(
            Instant now, Map<ExecutionId, ChangedExecution> changed, ExecutionService executions, Caller observer) {
        this.now = now;
        this.changed = changed;
        this.executions = executions;
        this.observer = observer;
    }

    Instant now() {
        return now;
    }

    boolean hasChanges() {
        return !changed.isEmpty();
    }

    /** Executions with a new event since the last beat, oldest change first. */
    Collection<ChangedExecution> changes() {
        return changed.values();
    }

    Optional<ChangedExecution> change(ExecutionId execution) {
        return Optional.ofNullable(changed.get(execution));
    }

    /** Events after a number, in order; fewer than {@link #isFull a full page} when there are no more. */
    List<EventMessage> events(ExecutionId execution, long after) {
        return read.computeIfAbsent(new Position(execution, after), this::read);
    }

    static boolean isFull(List<EventMessage> page) {
        return page.size() == EVENTS_PAGE;
    }

    private List<EventMessage> read(Position position) {
        return executions.events(observer, position.execution(), position.after(), EVENTS_PAGE).stream()
                .map(event -> new EventMessage(event, ExecutionJson.event(event, lines(event))))
                .toList();
    }

    private List<LogLine> lines(ExecutionEvent event) {
        if (!event.kind().equals("log")) {
            return List.of();
        }
        long from = event.data().integer("from");
        int count = (int) Math.min(event.data().integer("to") - from + 1, PAGE);
        return executions.logs(observer, event.execution(), from - 1, count);
    }

    /** Where beats come from: remembers how far it has looked. */
    static final class Source {
        /** Transactions become visible later than the times they write; what is read twice is told once. */
        private static final Duration OVERLAP = Duration.ofSeconds(5);

        /** How far the clocks of this node and of the database may be apart when the first follower comes. */
        private static final Duration CLOCK_DIFFERENCE_MAX = Duration.ofMinutes(1);

        private final ExecutionService executions;
        private final Caller observer;
        private @Nullable Instant newest;
        private Map<ExecutionId, Long> told = Map.of();

        Source(ExecutionService executions, Caller observer) {
            this.executions = executions;
            this.observer = observer;
        }

        /** Nobody follows any more; the next beat begins anew. */
        void forget() {
            newest = null;
            told = Map.of();
        }

        LiveBeat beat(Instant now) {
            Instant since = newest == null ? now.minus(CLOCK_DIFFERENCE_MAX) : newest.minus(OVERLAP);
            Map<ExecutionId, ChangedExecution> recent = recent(since);
            Map<ExecutionId, ChangedExecution> changed = new LinkedHashMap<>(recent);
            changed.values().removeIf(change -> change.eventNumber() <= told.getOrDefault(change.id(), 0L));
            Map<ExecutionId, Long> seen = new HashMap<>();
            recent.values().forEach(change -> seen.put(change.id(), change.eventNumber()));
            told = seen;
            return new LiveBeat(now, changed, executions, observer);
        }

        private Map<ExecutionId, ChangedExecution> recent(Instant first) {
            Map<ExecutionId, ChangedExecution> recent = new LinkedHashMap<>();
            Instant since = first;
            while (true) {
                List<ChangedExecution> page = executions.changedSince(observer, since, PAGE);
                page.forEach(change -> recent.put(change.id(), change));
                if (page.isEmpty()) {
                    return recent;
                }
                Instant last = page.get(page.size() - 1).updatedAt();
                newest = newest == null || last.isAfter(newest) ? last : newest;
                // a full page of one and the same instant cannot be passed by time; the sweep of the followers finds
                // the rest
                if (page.size() < PAGE || last.equals(since)) {
                    return recent;
                }
                since = last;
            }
        }
    }
}
