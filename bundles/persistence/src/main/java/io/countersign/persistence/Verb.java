package io.countersign.persistence;

import io.countersign.core.execution.ExecutionId;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A verb that was asked for, and its caller, who waits for its end or for the turn to run a group. */
final class Verb<T> {
    private final ExecutionId execution;
    private final Transactions.Body<T> body;
    private final @Nullable Transition<T> transition;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private boolean ended;
    private boolean hasTurn;
    private boolean interrupted;

    Verb(ExecutionId execution, Transactions.Body<T> body) {
        this.execution = execution;
        this.body = body;
        this.transition = null;
    }

    /** Begins with a transition. */
    Verb(StateTransition made, AfterTransition<T> then) {
        this.execution = made.execution();
        this.body = transaction -> then.in(transaction, made.make(transaction));
        this.transition = new Transition<>(made, then);
    }

    /** What a verb does in the transaction in which its transition was made. */
    interface AfterTransition<T> {
        T in(Transaction transaction, StateTransition.Done done) throws SQLException;
    }

    private record Transition<T>(StateTransition made, AfterTransition<T> then) {}

    /** The transition the verb begins with. */
    Optional<StateTransition> transition() {
        return Optional.ofNullable(transition).map(Transition::made);
    }

    /** As a part of a transaction, when its transition was tried already. */
    void runAfterTransition(Transaction transaction, Optional<StateTransition.Done> tried) throws SQLException {
        Transition<T> begun = Objects.requireNonNull(transition, "transition");
        result = begun.then().in(transaction, begun.made().requireMade(transaction, tried));
    }

    ExecutionId execution() {
        return execution;
    }

    /** As a part of a transaction; it counts when {@link #succeed} is called. */
    void runIn(Transaction transaction) throws SQLException {
        result = body.in(transaction);
    }

    void runAlone(Transactions transactions) {
        try {
            result = transactions.call(body);
            succeed();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    synchronized void succeed() {
        ended = true;
        notifyAll();
    }

    synchronized void fail(Throwable cause) {
        failure = cause;
        ended = true;
        notifyAll();
    }

    /** The caller is to run a group, whether or not its own verb is in it. Answers false when it is to already. */
    synchronized boolean giveTurn() {
        if (hasTurn) {
            return false;
        }
        hasTurn = true;
        notifyAll();
        return true;
    }

    /** Waits; answers true once for each turn, and false when the verb has ended and no turn is left. */
    synchronized boolean awaitTurnOrEnd() {
        while (!hasTurn && !ended) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        boolean turn = hasTurn;
        hasTurn = false;
        return turn;
    }

    /** Whether its caller was interrupted while it waited. */
    synchronized boolean wasInterrupted() {
        return interrupted;
    }

    /** What the body answered, or throws what it threw. */
    @SuppressWarnings("NullAway") // the type of the result says whether it may be null
    synchronized T outcome() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return result;
    }
}
