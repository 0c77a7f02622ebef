package io.countersign.core.execution;

import io.countersign.api.testkit.FakeConnection;
import io.countersign.core.access.Caller;
import io.countersign.core.approval.ApprovalService;
import io.countersign.core.approval.Approvals;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.file.FileRepository;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.testing.FakeFileRepository;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A node on a single thread, which dies or is paused where the simulation wants it. */
final class SimulatedNode {
    static final String DIGEST = "e".repeat(64);

    final String name;
    final ExecutionEngine engine;
    final ExecutionService service;
    final ApprovalService approvals;
    final ResolutionService resolutions;
    private boolean dead;

    SimulatedNode(String name, Simulation world, BiConsumer<SimulatedNode, CrashPoint> passing) {
        this.name = name;
        OperationRegistry registry = new OperationRegistry();
        registry.add(DeployedOperation.read(new SimulatedTransfers(world.bank()), DIGEST, 1));
        ExecutionRepository executions = executions(world.store());
        CrashPoints crashPoints = CrashPoints.telling(point -> passing.accept(this, point));
        AuditRepository audit = (AuditRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AuditRepository.class}, (proxy, method, arguments) -> {
                    requireAlive();
                    return method.invoke(world.store().audit(), arguments);
                });
        FileRepository files =
                new FakeFileRepository(world.store().executions(), world.store().audit());
        Ids ids = new Ids(world.random());
        engine = new ExecutionEngine(new EngineParts(
                registry,
                executions,
                world.store().backups(),
                audit,
                files,
                new MemoryFileStore(),
                (connection, kind) ->
                        Optional.of(FakeConnection.builder(connection, kind).build()),
                Caller.node(name),
                world.clock(),
                world.clock(),
                world::nanoTime,
                ids,
                new AuditTrail(world.clock(), ids),
                world.settings(),
                SameThread.platform(),
                SameThread.plugins(),
                world.mark(),
                crashPoints));
        service = new ExecutionService(engine, ids);
        approvals = Approvals.at(world.clock(), service, crashPoints.around(executions), audit);
        resolutions = new ResolutionService(engine, service);
    }

    /** From now on nothing this node does has any effect. */
    void die() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }

    void requireAlive() {
        if (dead) {
            throw new NodeDied("while simulated");
        }
    }

    private ExecutionRepository executions(SimulatedStore store) {
        return (ExecutionRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ExecutionRepository.class}, (proxy, method, arguments) -> {
                    requireAlive();
                    return store.call(method, arguments);
                });
    }
}
