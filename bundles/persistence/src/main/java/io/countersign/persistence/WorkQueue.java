package io.countersign.persistence;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.WorkItem;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Writes and removes work items in the transaction of the change that calls for them. */
final class WorkQueue {
    static final TaskDescriptor<Void> TASK = TaskDescriptor.of("execution");
    private static final int TOKEN_LENGTH_MAX = 100;

    private final Vendor vendor;
    private final DatabaseClock clock;
    private volatile Runnable waking = () -> {};

    WorkQueue(Vendor vendor, DatabaseClock clock) {
        this.vendor = vendor;
        this.clock = clock;
    }

    /**
     * Adds an item to the open transaction. One that is there already, with the same execution, kind and token, stays as
     * it is; two transactions cannot add the same one at once, because each holds the execution's row.
     */
    void add(Transaction transaction, WorkItem item) {
        Instant due = clock.now().plus(item.delay());
        transaction.later(vendor.addWork(), TASK.getTaskName(), instanceId(item), due);
    }

    /** Makes what an execution waits to run with due now, unless somebody is at it. */
    void makeDue(Transaction transaction, ExecutionId execution) throws SQLException {
        Instant now = clock.now();
        for (WorkItem.Kind kind : List.of(WorkItem.Kind.RUN, WorkItem.Kind.PLAN)) {
            transaction.update(
                    "UPDATE scheduled_tasks SET execution_time = ? WHERE task_name = ? AND task_instance = ?"
                            + " AND picked = FALSE AND execution_time > ?",
                    now,
                    TASK.getTaskName(),
                    instanceId(WorkItem.now(execution, kind, "1")),
                    now);
        }
    }

    /** Removes an item that is finished, unless somebody else has it by now. */
    void remove(Transaction transaction, String instanceId, long version) {
        transaction.later(
                "DELETE FROM scheduled_tasks WHERE task_name = ? AND task_instance = ? AND version = ?",
                TASK.getTaskName(),
                instanceId,
                version);
    }

    /** Looks for due work at once, if this node does any. */
    void wake() {
        waking.run();
    }

    /** @param action what {@link #wake} is to do from now on */
    void onWake(Runnable action) {
        waking = action;
    }

    private static String instanceId(WorkItem item) {
        if (item.token().isEmpty() || item.token().length() > TOKEN_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "token '" + item.token() + "' of a work item must have 1 to " + TOKEN_LENGTH_MAX + " characters");
        }
        return item.execution() + ":" + item.kind() + ":" + item.token();
    }

    /** What the id of an instance says. */
    record ItemId(ExecutionId execution, WorkItem.Kind kind, String token) {
        static ItemId parse(String instanceId) {
            String[] parts = instanceId.split(":", 3);
            return new ItemId(new ExecutionId(parts[0]), WorkItem.Kind.valueOf(parts[1]), parts[2]);
        }
    }
}
