package io.countersign.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Two nodes on one database, each of which can be killed and comes back; what is wanted is asked of one that lives. */
final class TwoNodes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> NAMES = List.of("one", "other");

    private final PlainNodeOptions options;
    private final List<Seat> seats = new ArrayList<>();
    private int kills;

    /** A name, and the process that has it now. */
    private static final class Seat {
        private final PlainNodeOptions options;
        private NodeProcess node;
        private CompletableFuture<NodeProcess> ready;

        Seat(PlainNodeOptions options) {
            this.options = options;
            this.node = NodeProcess.start(options);
            this.ready = CompletableFuture.supplyAsync(node::awaitReady);
        }

        boolean isReady() {
            return ready.isDone() && !ready.isCompletedExceptionally() && node.isAlive();
        }

        void killAndStart() {
            node.kill();
            node = NodeProcess.start(options);
            ready = CompletableFuture.supplyAsync(node::awaitReady);
        }
    }

    TwoNodes(PlainNodeOptions options) {
        this.options = options;
        for (String name : NAMES) {
            seats.add(new Seat(options.named(name)));
            // the first one migrates the database
            seats.get(0).ready.join();
        }
        awaitBoth();
    }

    Path directory() {
        return options.directory();
    }

    boolean areReady() {
        return seats.stream().allMatch(Seat::isReady);
    }

    private void awaitBoth() {
        seats.forEach(seat -> seat.ready.join());
    }

    /** Kill -9 to the one whose turn it is; it is started again at once. */
    void killNext() {
        seats.get(kills++ % seats.size()).killAndStart();
    }

    int kills() {
        return kills;
    }

    /** Asks one that lives, and the other when it dies over it: what is asked may be asked twice. */
    <T> T ask(Function<NodeProcess, T> question) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (Seat seat : seats) {
                if (!seat.isReady()) {
                    continue;
                }
                try {
                    return question.apply(seat.node);
                } catch (NodeDiedException e) {
                    // the next one knows as much
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("no node answered within " + PATIENCE);
    }

    /** The state of every execution as either node has seen it last; one that has ended does not change any more. */
    Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        for (Seat seat : seats) {
            seat.node.states().forEach((id, state) -> states.merge(id, state, TwoNodes::later));
        }
        return states;
    }

    private static String later(String one, String other) {
        return RANK.indexOf(one) >= RANK.indexOf(other) ? one : other;
    }

    /** In the order of a life; what is not here is an end. */
    private static final List<String> RANK = List.of(
            "PLANNING",
            "AWAITING_APPROVAL",
            "QUEUED",
            "RUNNING",
            "RESOLVING",
            "NEEDS_ATTENTION",
            "SETTLING",
            "COMPLETED",
            "FAILED",
            "STALE",
            "CANCELLED",
            "EXPIRED",
            "REJECTED",
            "RETURNED");

    @Override
    public void close() {
        seats.forEach(seat -> seat.node.close());
    }
}
