package io.countersign.persistence;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.WorkItem;

/** Writes work items in the transaction of the change that calls for them. */
final class WorkQueue {
    static final TaskDescriptor<Void> TASK = TaskDescriptor.of("execution");
    private static final int TOKEN_LENGTH_MAX = 100;

    private final SchedulerClient client;
    private final DatabaseClock clock;
    private volatile Runnable waking = () -> {};

    /** @param current hands out the connection of the open transaction */
    WorkQueue(CurrentConnection current, Vendor vendor, DatabaseClock clock) {
        this.clock = clock;
        this.client = SchedulerClient.Builder.create(
                        current, Tasks.oneTime(TASK).execute((instance, context) -> {
                            throw new IllegalStateException("this client only writes");
                        }))
                .jdbcCustomization(vendor.workQueueDialect())
                .build();
    }

    /**
     * Adds an item to the open transaction. One that is there already, with the same execution, kind and token, stays as
     * it is; two transactions cannot add the same one at once, because each holds the execution's row.
     */
    void add(WorkItem item) {
        client.scheduleIfNotExists(instance(item), clock.now().plus(item.delay()));
    }

    /** Looks for due work at once, if this node does any. */
    void wake() {
        waking.run();
    }

    /** @param action what {@link #wake} is to do from now on */
    void onWake(Runnable action) {
        waking = action;
    }

    private static TaskInstance<Void> instance(WorkItem item) {
        if (item.token().isEmpty() || item.token().length() > TOKEN_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "token '" + item.token() + "' of a work item must have 1 to " + TOKEN_LENGTH_MAX + " characters");
        }
        return TASK.instance(item.execution() + ":" + item.kind() + ":" + item.token())
                .build();
    }

    /** What the id of an instance says. */
    record ItemId(ExecutionId execution, WorkItem.Kind kind, String token) {
        static ItemId parse(String instanceId) {
            String[] parts = instanceId.split(":", 3);
            return new ItemId(new ExecutionId(parts[0]), WorkItem.Kind.valueOf(parts[1]), parts[2]);
        }
    }
}
