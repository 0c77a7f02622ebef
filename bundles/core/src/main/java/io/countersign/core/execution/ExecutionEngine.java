package io.countersign.core.execution;

import io.countersign.api.operation.OperationPlugin;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.connection.Connections;
import io.countersign.core.file.FileRepository;
import io.countersign.core.file.FileStore;
import io.countersign.core.registry.OperationRegistry;
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

    @Activate
    public ExecutionEngine(
            @Reference OperationRegistry registry,
            @Reference ExecutionRepository executions,
            @Reference AuditRepository audits,
            @Reference FileRepository files,
            @Reference FileStore fileStore,
            @Reference Connections connections,
            ExecutionConfig config) {
        this(partsOf(registry, executions, audits, files, fileStore, ConnectionLookup.of(connections), config));
    }

    ExecutionEngine(EngineParts parts) {
        this.parts = parts;
        this.planner = new Planner(parts);
        this.planning = new PlanningWork(parts, planner);
        this.running = new RunningWork(parts, planner);
        this.settling = new SettlingWork(parts);
    }

    private static EngineParts partsOf(
            OperationRegistry registry,
            ExecutionRepository executions,
            AuditRepository audits,
            FileRepository files,
            FileStore fileStore,
            ConnectionLookup connections,
            ExecutionConfig config) {
        Clock clock = Clock.systemUTC();
        Ids ids = new Ids();
        ExecutionSettings settings = ExecutionSettings.of(config);
        return new EngineParts(
                registry,
                executions,
                audits,
                files,
                fileStore,
                connections,
                clock,
                System::nanoTime,
                ids,
                new AuditTrail(clock, ids),
                settings,
                new PlatformThreads(),
                new PluginThreads(settings.pluginThreadsMax(), ExecutionSettings.INTERRUPT_GRACE));
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
        };
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
    }
}
