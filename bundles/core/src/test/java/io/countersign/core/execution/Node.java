package io.countersign.core.execution;

import io.countersign.core.access.Caller;
import io.countersign.core.approval.ApprovalService;
import io.countersign.core.approval.Approvals;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.file.FileRepository;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One node of the platform on shared repositories. It can die at any verb, and refuses to let plug-in threads touch a
 * repository.
 */
final class Node implements AutoCloseable {
    static final String DIGEST = "d".repeat(64);

    final String name;
    final BankPlugin plugin;
    final OperationRegistry registry = new OperationRegistry();
    final ExecutionEngine engine;
    final ExecutionService service;
    final ApprovalService approvals;
    final ResolutionService resolutions;
    private final Map<String, Runnable> before = new ConcurrentHashMap<>();
    private final Map<String, Runnable> after = new ConcurrentHashMap<>();
    private volatile boolean dead;

    Node(Platform platform, String name) {
        this.name = name;
        plugin = new BankPlugin(platform.bank);
        plugin.beforeCall = () -> requireAlive("before a call");
        ExecutionRepository executions = watched(ExecutionRepository.class, platform.executions);
        AuditRepository audits = watched(AuditRepository.class, platform.audit);
        Ids ids = new Ids();
        engine = new ExecutionEngine(new EngineParts(
                registry,
                executions,
                watched(BackupRecords.class, platform.backups),
                audits,
                watched(FileRepository.class, platform.files),
                platform.fileStore,
                platform::connection,
                Caller.node(name),
                platform.clock,
                platform.machineClock,
                platform::nanoTime,
                ids,
                new AuditTrail(platform.clock, ids),
                platform.settings(),
                new PlatformThreads(),
                new PluginThreads(16, Duration.ofMillis(200)),
                platform.mark(),
                CrashPoints.inert()));
        service = new ExecutionService(engine, ids);
        approvals = Approvals.at(platform.clock, service, executions, audits);
        resolutions = new ResolutionService(engine, service);
        deploy(DIGEST, 1);
    }

    /** Offers the plug-in as a release. */
    void deploy(String digest, long number) {
        registry.add(DeployedOperation.read(plugin, digest, number));
    }

    void undeploy() {
        registry.remove(BankPlugin.NAME, DIGEST);
    }

    void beforeVerb(String verb, Runnable action) {
        before.put(verb, action);
    }

    void afterVerb(String verb, Runnable action) {
        after.put(verb, action);
    }

    /** From now on nothing this node does has any effect. */
    void die() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }

    void requireAlive(String where) {
        if (dead) {
            throw new NodeDied(where);
        }
    }

    private <T> T watched(Class<T> port, T target) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    String thread = Thread.currentThread().getName();
                    if (thread.startsWith("countersign-plugin")) {
                        throw new AssertionError(thread + " touched the database: " + method.getName());
                    }
                    requireAlive("before " + method.getName());
                    before.getOrDefault(method.getName(), () -> {}).run();
                    requireAlive("before " + method.getName());
                    Object result;
                    try {
                        result = method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    after.getOrDefault(method.getName(), () -> {}).run();
                    requireAlive("after " + method.getName());
                    return result;
                }));
    }

    @Override
    public void close() {
        engine.close();
    }
}
