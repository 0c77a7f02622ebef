package io.countersign.persistence;

import io.countersign.core.execution.ExecutionId;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits verbs of many callers together. A verb that comes while there is room is run at once by its own caller; those
 * that come meanwhile wait, and one of their callers then runs them in one transaction: nobody ever waits for company. A
 * caller returns when the commit that holds its verb is durable. A verb that fails leaves nothing behind and does not
 * touch the others: the transaction is rolled back and the others run again without it. When it is the commit that
 * fails, all of its verbs fail.
 */
final class GroupCommit {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** With more failing verbs in a group than these, each of those that are left is run alone. */
    private static final int FAILURES_MAX = 3;

    private final Transactions transactions;
    private final int groupsMax;
    private final int verbsMax;
    private final Queue<Verb<?>> waiting = new ArrayDeque<>();
    private int groupsRunning;

    /**
     * @param groupsMax transactions at the same time
     * @param verbsMax verbs in one transaction
     */
    GroupCommit(Transactions transactions, int groupsMax, int verbsMax) {
        this.transactions = transactions;
        this.groupsMax = groupsMax;
        this.verbsMax = verbsMax;
    }

    /**
     * Runs a verb, maybe together with others and maybe more than once. An interrupt of the caller is kept for later: it
     * would close H2, and whoever notes something must know whether it was written.
     *
     * @param execution verbs on the same one are run in the order in which they came
     * @throws DatabaseException when the database fails
     */
    <T> T call(ExecutionId execution, Transactions.Body<T> body) {
        return call(new Verb<>(execution, body));
    }

    /** Like the other, for a verb that begins with a transition; those of a group are made together. */
    <T> T call(StateTransition transition, Verb.AfterTransition<T> then) {
        return call(new Verb<>(transition, then));
    }

    /** Runs a verb in a transaction of its own: one that holds more than the rows of its execution. */
    <T> T callAlone(Transactions.Body<T> body) {
        boolean interrupted = Thread.interrupted();
        try {
            return transactions.call(body);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T call(Verb<T> verb) {
        boolean interrupted = Thread.interrupted();
        try {
            if (enter(verb)) {
                lead();
            }
            while (verb.awaitTurnOrEnd()) {
                // one that came before the wait began: H2 closes its file when it meets an interrupt
                interrupted |= Thread.interrupted();
                lead();
            }
        } finally {
            if (interrupted || verb.wasInterrupted()) {
                Thread.currentThread().interrupt();
            }
        }
        return verb.outcome();
    }

    /** Like {@link #call}, without an answer. */
    void run(ExecutionId execution, Transactions.Change change) {
        call(execution, transaction -> {
            change.in(transaction);
            return true;
        });
    }

    /** Verbs that wait for their group. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Groups that are under way. */
    synchronized int running() {
        return groupsRunning;
    }

    /** Answers whether the verb's caller is to run a group now. */
    private synchronized boolean enter(Verb<?> verb) {
        waiting.add(verb);
        if (groupsRunning == groupsMax) {
            return false;
        }
        groupsRunning++;
        return true;
    }

    /** Runs the verbs that have waited longest, and gives the turn to the caller of the next. */
    private void lead() {
        try {
            run(nextGroup());
        } finally {
            handOver();
        }
    }

    private synchronized List<Verb<?>> nextGroup() {
        List<Verb<?>> group = new ArrayList<>();
        while (group.size() < verbsMax && !waiting.isEmpty()) {
            group.add(waiting.remove());
        }
        return group;
    }

    private synchronized void handOver() {
        for (Verb<?> next : waiting) {
            // somebody else may have given it the turn and it has not woken up yet
            if (next.giveTurn()) {
                return;
            }
        }
        groupsRunning--;
    }

    private void run(List<Verb<?>> group) {
        // all groups take executions in the same order, so that no two wait for one another
        List<Verb<?>> left = new ArrayList<>(group);
        left.sort(Comparator.comparing(Verb::execution));
        List<Verb<?>> alone = new ArrayList<>();
        for (int failures = 0; left.size() > 1 && failures <= FAILURES_MAX; failures++) {
            Attempt attempt = new Attempt(left);
            RuntimeException failure = attempt.run(transactions);
            if (failure == null) {
                left.forEach(Verb::succeed);
                left.clear();
            } else if (attempt.isTheDatabases()) {
                left.forEach(verb -> verb.fail(failure));
                left.clear();
            } else {
                alone.addAll(attempt.takeFailedFrom(left));
            }
        }
        left.forEach(verb -> verb.runAlone(transactions));
        alone.forEach(verb -> verb.runAlone(transactions));
    }

    /** Several verbs in one transaction, and how far it came. */
    private static final class Attempt {
        private final List<Verb<?>> verbs;
        private @Nullable Verb<?> current;
        private boolean begun;
        private boolean written;

        Attempt(List<Verb<?>> verbs) {
            this.verbs = List.copyOf(verbs);
        }

        /** Answers null when it was committed, else why it was not. */
        @Nullable
        RuntimeException run(Transactions transactions) {
            try {
                transactions.run(this::write);
                return null;
            } catch (RuntimeException e) {
                LOG.debug("a group of {} verbs was not committed: {}", verbs.size(), e.toString());
                return e;
            }
        }

        private void write(Transaction transaction) throws SQLException {
            begun = true;
            written = false;
            current = null;
            Map<Verb<?>, Optional<StateTransition.Done>> tried = tryTransitions(transaction);
            Set<ExecutionId> touched = new HashSet<>();
            for (Verb<?> verb : verbs) {
                current = verb;
                if (!touched.add(verb.execution())) {
                    // it may look at what an earlier verb put off
                    transaction.flush();
                }
                if (tried.containsKey(verb)) {
                    verb.runAfterTransition(transaction, tried.get(verb));
                } else {
                    verb.runIn(transaction);
                }
            }
            current = null;
            transaction.flush();
            written = true;
        }

        /** Makes the transitions of verbs that no other verb of the group on the same execution comes before. */
        private Map<Verb<?>, Optional<StateTransition.Done>> tryTransitions(Transaction transaction)
                throws SQLException {
            Set<ExecutionId> touched = new HashSet<>();
            List<Verb<?>> first = verbs.stream()
                    .filter(verb -> touched.add(verb.execution()))
                    .filter(verb -> verb.transition().isPresent())
                    .toList();
            if (first.isEmpty()) {
                return Map.of();
            }
            List<Optional<StateTransition.Done>> done = StateTransition.makeAll(
                    transaction,
                    first.stream().map(verb -> verb.transition().orElseThrow()).toList());
            Map<Verb<?>, Optional<StateTransition.Done>> tried = new HashMap<>();
            for (int i = 0; i < first.size(); i++) {
                tried.put(first.get(i), done.get(i));
            }
            return tried;
        }

        /** Whether the database could not be reached at all, or nobody knows what became of the commit. */
        boolean isTheDatabases() {
            return !begun || written;
        }

        /**
         * Takes out what must be run alone, so that the rest can be tried again: the verb that failed with those behind it
         * on the same execution, or all when it is not known whose row was refused.
         */
        List<Verb<?>> takeFailedFrom(List<Verb<?>> left) {
            Verb<?> failed = current;
            List<Verb<?>> taken = failed == null
                    ? List.copyOf(left)
                    : left.subList(left.indexOf(failed), left.size()).stream()
                            .filter(verb -> verb.execution().equals(failed.execution()))
                            .toList();
            left.removeAll(taken);
            return taken;
        }
    }
}
