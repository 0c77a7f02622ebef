package io.countersign.core.execution;

import io.countersign.api.operation.InboundMessage;
import io.countersign.api.operation.InboundReply;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.core.access.NodeName;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.connection.Connections;
import io.countersign.core.file.FileRepository;
import io.countersign.core.file.FileStore;
import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.time.SharedClock;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans, runs, resolves and settles executions: what workers of any node hand their items to. */
@Component(
        service = {ExecutionEngine.class, Worker.class},
        configurationPid = "io.countersign.execution")
@Designate(ocd = ExecutionConfig.class)
public final class ExecutionEngine implements Worker {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionEngine.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Set<ExecutionId> inWork = ConcurrentHashMap.newKeySet();
    private final EngineParts parts;
    private final Planner planner;
    private final PlanningWork planning;
    private final RunningWork running;
    private final SettlingWork settling;
    private final ReceivingWork receiving;

    @Activate
    public ExecutionEngine(
            @Reference OperationRegistry registry,
            @Reference ExecutionRepository executions,
            @Reference BackupRecords backups,
            @Reference AuditRepository audits,
            @Reference FileRepository files,
            @Reference FileStore fileStore,
            @Reference Connections connections,
            @Reference SharedClock clock,
            @Reference NodeName node,
            ExecutionConfig config) {
        this(partsOf(
                registry,
                executions,
                backups,
                audits,
                files,
                fileStore,
                ConnectionLookup.of(connections),
                clock,
                node,
                config));
    }

    ExecutionEngine(EngineParts parts) {
        this.parts = parts;
        this.planner = new Planner(parts);
        this.running = new RunningWork(parts, planner);
        this.planning = new PlanningWork(parts, planner, running);
        this.settling = new SettlingWork(parts);
        this.receiving = new ReceivingWork(parts);
        new RestoredBackup(parts).detect();
    }

    private static EngineParts partsOf(
            OperationRegistry registry,
            ExecutionRepository executions,
            BackupRecords backups,
            AuditRepository audits,
            FileRepository files,
            FileStore fileStore,
            ConnectionLookup connections,
            Clock clock,
            NodeName node,
            ExecutionConfig config) {
        Ids ids = new Ids();
        ExecutionSettings settings = ExecutionSettings.of(config);
        return new EngineParts(
                registry,
                executions,
                backups,
                audits,
                files,
                fileStore,
                connections,
                node.caller(),
                clock,
                Clock.systemUTC(),
                System::nanoTime,
                ids,
                new AuditTrail(clock, ids),
                settings,
                new PlatformThreads(),
                new PluginThreads(settings.pluginThreadsMax(), ExecutionSettings.INTERRUPT_GRACE),
                IntentMark.open(settings.intentMarkFile()),
                CrashPoints.ofSystem());
    }

    @Override
    public Optional<Duration> perform(ExecutionId execution, WorkItem.Kind kind) {
        if (parts.plugins().isStopping() || !inWork.add(execution)) {
            // a duplicate item must not take the execution from the worker of this node that is at it
            return Optional.of(RETRY);
        }
        try {
            return performAlone(execution, kind);
        } catch (FenceLostException | StateConflictException | PluginThreadsBusyException | NodeStoppingException e) {
            // the item stays: whatever came between, the next look at the state says what is due
            LOG.info("Execution {} is looked at again in {} s: {}", execution, RETRY.toSeconds(), e.getMessage());
            return Optional.of(RETRY);
        } finally {
            inWork.remove(execution);
        }
    }

    private Optional<Duration> performAlone(ExecutionId execution, WorkItem.Kind kind) {
        return switch (kind) {
            case PLAN -> planning.plan(execution);
            case EXPIRE -> planning.expire(execution);
            case RUN -> running.perform(execution);
            case SETTLE -> settling.perform(execution);
            case WAKE -> settling.wake(execution);
        };
    }

    /**
     * Asks the newest operation that understands this provider whether a message is genuine.
     *
     * @return empty when no deployed operation understands it
     * @throws PluginThreadsBusyException when all threads for plug-ins are taken
     * @throws IllegalStateException when the plug-in fails in a way that says nothing about the message
     */
    public Optional<InboundReply> verify(String provider, InboundMessage message) {
        return receiving.verify(provider, message);
    }

    /** Threads of plug-in code that did not end when it was interrupted. */
    public int abandonedThreads() {
        return parts.plugins().abandoned();
    }

    /** Those of one plug-in. */
    public int abandonedThreads(OperationPlugin plugin) {
        return parts.plugins().abandoned(plugin);
    }

    EngineParts parts() {
        return parts;
    }

    Planner planner() {
        return planner;
    }

    /** Lets what is under way stop at the next effect; it goes on elsewhere or after the next start. */
    @Deactivate
    void close() {
        parts.plugins().close();
        parts.platform().close();
        parts.mark().close();
    }
}
