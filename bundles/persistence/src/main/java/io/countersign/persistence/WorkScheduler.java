package io.countersign.persistence;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands due work items to the worker while there is one, at most one node at a time for an item. It decides who runs;
 * who may write is decided by the fence.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = PersistenceConfig.PID)
public final class WorkScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(WorkScheduler.class);
    static final int MISSED_HEARTBEATS_MAX = 4;
    private static final Duration STOP_WAIT = Duration.ofSeconds(10);
    private static final Duration RETRY_DELAY_MAX = Duration.ofSeconds(60);
    private static final int DOUBLINGS_MAX = 6;
    private static final long CLOCK_ADJUSTMENT_SECONDS = 60;

    private final Database database;
    private final Worker worker;
    private final Scheduler scheduler;

    @Activate
    public WorkScheduler(@Reference Database database, @Reference Worker worker, PersistenceConfig config) {
        this(database, worker, WorkSettings.of(config));
    }

    WorkScheduler(Database database, Worker worker, WorkSettings settings) {
        this.database = database;
        this.worker = worker;
        this.scheduler = build(settings);
        scheduler.start();
        database.work().onWake(scheduler::triggerCheckForDueExecutions);
    }

    /** Waits for what is running, up to a bound; another node, or the next start, takes over what is still running. */
    @Deactivate
    public void stop() {
        database.work().onWake(() -> {});
        scheduler.stop();
    }

    private Scheduler build(WorkSettings settings) {
        ScheduledExecutorService housekeeping = PlatformThreads.scheduled("countersign-work-keeper", 3);
        ScheduledFuture<?> unused = housekeeping.scheduleWithFixedDelay(
                database.clock()::adjust, CLOCK_ADJUSTMENT_SECONDS, CLOCK_ADJUSTMENT_SECONDS, TimeUnit.SECONDS);
        SchedulerBuilder builder = Scheduler.create(database.applicationPool(), task())
                .jdbcCustomization(database.vendor().workQueueDialect())
                .clock(database.clock())
                .schedulerName(new SchedulerName.Fixed(database.nodeId()))
                .threads(settings.threads())
                .executorService(PlatformThreads.pool("countersign-work", settings.threads()))
                .dueExecutor(PlatformThreads.pool("countersign-work-poll", 1))
                .housekeeperExecutor(housekeeping)
                .pollingInterval(settings.pollingInterval())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS_MAX)
                .failureLogging(LogLevel.OFF, false)
                .shutdownMaxWait(STOP_WAIT);
        if (database.vendor() == Vendor.POSTGRESQL) {
            // never takes more than there are threads: what waits in a queue here could run elsewhere
            return builder.pollUsingLockAndFetch(0.5, 1.0).build();
        }
        return builder.pollUsingFetch(0.5, 3.0).build();
    }

    private Task<Void> task() {
        return Tasks.custom(WorkQueue.TASK)
                .onFailure(this::retryLater)
                .onDeadExecution(this::takeOver)
                .execute((instance, context) -> perform(instance.getId()));
    }

    private CompletionHandler<Void> perform(String instanceId) {
        WorkQueue.ItemId item = WorkQueue.ItemId.parse(instanceId);
        Optional<Duration> again = worker.perform(item.execution(), item.kind());
        return (complete, operations) -> again.ifPresentOrElse(
                delay -> operations.reschedule(complete, database.clock().now().plus(delay)),
                () -> remove(item.execution(), complete.getExecution()));
    }

    private void remove(ExecutionId execution, Execution item) {
        database.groups().run(execution, transaction -> database.work()
                .remove(transaction, item.taskInstance.getId(), item.version));
    }

    private void retryLater(ExecutionComplete failed, ExecutionOperations<Void> operations) {
        Execution item = failed.getExecution();
        Duration delay = retryDelay(item.consecutiveFailures);
        LOG.error(
                "work item {} failed {} times, next try in {} s",
                item.taskInstance.getId(),
                item.consecutiveFailures + 1,
                delay.toSeconds(),
                failed.getCause().orElse(null));
        operations.reschedule(failed, database.clock().now().plus(delay));
    }

    private void takeOver(ExecutionComplete dead, ExecutionOperations<Void> operations) {
        Execution item = dead.getExecution();
        Instant now = database.clock().now();
        LOG.warn(
                "work item {} of {} has shown no life since {}, it is taken over",
                item.taskInstance.getId(),
                item.pickedBy,
                item.lastHeartbeat);
        operations.reschedule(dead, now);
    }

    /** 1, 2, 4 … 60 seconds. */
    static Duration retryDelay(int failuresBefore) {
        Duration delay = Duration.ofSeconds(1L << Math.min(failuresBefore, DOUBLINGS_MAX));
        return delay.compareTo(RETRY_DELAY_MAX) > 0 ? RETRY_DELAY_MAX : delay;
    }
}
