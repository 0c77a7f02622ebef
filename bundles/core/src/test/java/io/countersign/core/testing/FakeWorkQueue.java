package io.countersign.core.testing;

import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.WorkItem;
import io.countersign.core.execution.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Work items in memory. As in the database an item with the same execution, kind and token as one that is still there is
 * dropped, and an item stays until its worker has finished it.
 */
public final class FakeWorkQueue {
    private final Clock clock;
    private final Map<String, Pending> items = new LinkedHashMap<>();
    private long turns;

    FakeWorkQueue(Clock clock) {
        this.clock = clock;
    }

    /** All items, due or not, oldest first. */
    public synchronized List<WorkItem> items() {
        return items.values().stream().map(Pending::item).toList();
    }

    /** Items that are due now, the longest due first. */
    public synchronized List<WorkItem> due() {
        return items.values().stream()
                .filter(pending -> !pending.dueAt().isAfter(clock.instant()))
                .sorted(Comparator.comparing(Pending::dueAt))
                .map(Pending::item)
                .toList();
    }

    /** When the next item is due. */
    public synchronized Optional<Instant> nextDueAt() {
        return items.values().stream().map(Pending::dueAt).min(Comparator.naturalOrder());
    }

    /**
     * Hands due items to the worker, one after the other on this thread, until none is due; answers how many times.
     *
     * @param handOversMax a worker that never finishes fails the test after this many
     */
    public int runDue(Worker worker, int handOversMax) {
        int handOvers = 0;
        for (List<WorkItem> due = due(); !due.isEmpty(); due = due()) {
            if (++handOvers > handOversMax) {
                throw new AssertionError("still due after " + handOversMax + " hand-overs: " + due);
            }
            run(due.get(0), worker);
        }
        return handOvers;
    }

    /**
     * Hands one item to the worker and keeps it when the worker wants it again; an exception leaves it due. When it was
     * handed to another worker meanwhile, that one's word counts.
     */
    public void run(WorkItem item, Worker worker) {
        Pending picked;
        synchronized (this) {
            picked = new Pending(item, clock.instant(), ++turns);
            items.put(keyOf(item), picked);
        }
        Optional<Duration> again = worker.perform(item.execution(), item.kind());
        synchronized (this) {
            if (!picked.equals(items.get(keyOf(item)))) {
                return;
            }
            if (again.isEmpty()) {
                items.remove(keyOf(item));
                return;
            }
            items.put(keyOf(item), new Pending(item, clock.instant().plus(again.get()), 0));
        }
    }

    synchronized void add(WorkItem item) {
        items.putIfAbsent(keyOf(item), new Pending(item, clock.instant().plus(item.delay()), 0));
    }

    /** Makes what waits for a time due now; what is being worked on stays. */
    synchronized void makeDue(ExecutionId execution) {
        items.replaceAll((key, pending) -> pending.turn() == 0
                        && pending.item().execution().equals(execution)
                        && pending.dueAt().isAfter(clock.instant())
                ? new Pending(pending.item(), clock.instant(), 0)
                : pending);
    }

    private static String keyOf(WorkItem item) {
        return item.execution() + ":" + item.kind() + ":" + item.token();
    }

    /** @param turn tells apart how often an item was handed out */
    private record Pending(WorkItem item, Instant dueAt, long turn) {}
}
