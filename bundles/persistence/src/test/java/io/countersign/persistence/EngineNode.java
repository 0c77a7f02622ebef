package io.countersign.persistence;

import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.access.NodeName;
import io.countersign.core.approval.ApprovalService;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.connection.Connections;
import io.countersign.core.execution.ExecutionEngine;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ResolutionService;
import io.countersign.core.execution.SubmitRequest;
import io.countersign.core.file.DirectoryFileStore;
import io.countersign.core.file.StoreIdentityRepository;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.testing.FakeStoreIdentityRepository;
import io.countersign.core.testing.Samples;
import java.io.IOException;
import java.util.function.Function;

/** A whole node without a container: engine, repositories and work queue. */
public final class EngineNode implements AutoCloseable {
    private static final Caller OPERATOR = Samples.caller("u-benchmark");

    private final Database database;
    private final JdbcExecutionRepository executions;
    private final JdbcAuditRepository audits;
    private final ExecutionEngine engine;
    private final ExecutionService service;
    private final WorkScheduler scheduler;

    /** A node with the operations and connections that are there, or come later. */
    public EngineNode(
            DatabaseAddress address, NodeSettings settings, OperationRegistry registry, Connections connections)
            throws IOException {
        this(address.settings(), settings, JdbcStoreIdentityRepository::new, registry, connections);
    }

    /**
     * A node with one operation that does nothing.
     *
     * @param whileExecuting what it does after all when it is executed
     */
    EngineNode(DatabaseSettings settings, WorkSettings work, Runnable whileExecuting) throws IOException {
        this(settings, work, "", whileExecuting);
    }

    /**
     * The same with limits.
     *
     * @param operationConcurrencyMax as it is configured
     */
    EngineNode(DatabaseSettings settings, WorkSettings work, String operationConcurrencyMax, Runnable whileExecuting)
            throws IOException {
        this(
                settings,
                NodeSettings.of(TestDatabases.directory(), work).limited(operationConcurrencyMax),
                // each has a directory of its own, which is no store that nodes share
                anyDatabase -> new FakeStoreIdentityRepository(),
                offering(new NoOperation(whileExecuting)),
                new Connections());
    }

    private EngineNode(
            DatabaseSettings address,
            NodeSettings settings,
            Function<Database, StoreIdentityRepository> identities,
            OperationRegistry registry,
            Connections connections)
            throws IOException {
        database = Database.open(address);
        executions = new JdbcExecutionRepository(database);
        audits = new JdbcAuditRepository(database);
        engine = new ExecutionEngine(
                registry,
                StopPoint.around(executions),
                new JdbcBackupRecords(database),
                audits,
                new JpaFileRepository(database),
                new DirectoryFileStore(identities.apply(database), settings.files()),
                connections,
                database.clock(),
                NodeName.of(settings.name()),
                settings.execution());
        service = new ExecutionService(engine);
        scheduler = new WorkScheduler(database, engine, settings.work());
    }

    private static OperationRegistry offering(NoOperation operation) {
        OperationRegistry registry = new OperationRegistry();
        registry.add(DeployedOperation.read(operation, "d".repeat(64), 1));
        return registry;
    }

    ExecutionId submit() {
        SubmitRequest request = new SubmitRequest(NoOperation.NAME, JsonObject.empty(), "", null, null);
        return service.submit(OPERATOR, request).id();
    }

    /** What people submit to. */
    public ExecutionService service() {
        return service;
    }

    /** What people decide by. */
    public ApprovalService approvals() {
        return new ApprovalService(service, executions, audits, database.clock());
    }

    /** What people close unclear effects by. */
    public ResolutionService resolutions() {
        return new ResolutionService(engine, service);
    }

    public AuditRepository audits() {
        return audits;
    }

    Database database() {
        return database;
    }

    JdbcExecutionRepository executions() {
        return executions;
    }

    @Override
    public void close() {
        scheduler.stop();
        database.close();
    }
}
