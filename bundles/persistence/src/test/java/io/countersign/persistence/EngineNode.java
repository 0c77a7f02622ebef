package io.countersign.persistence;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.core.access.Caller;
import io.countersign.core.connection.Connections;
import io.countersign.core.execution.ExecutionConfig;
import io.countersign.core.execution.ExecutionEngine;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.SubmitRequest;
import io.countersign.core.file.DirectoryFileStore;
import io.countersign.core.file.FilesConfig;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.testing.FakeStoreIdentityRepository;
import io.countersign.core.testing.Samples;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Path;

/** A whole node without a container: engine, repositories and work queue, and one operation that does nothing. */
final class EngineNode implements AutoCloseable {
    private static final Caller OPERATOR = Samples.caller("u-benchmark");

    private final Database database;
    private final JdbcExecutionRepository executions;
    private final ExecutionEngine engine;
    private final ExecutionService service;
    private final WorkScheduler scheduler;

    /** @param whileExecuting what the operation does when it is executed */
    EngineNode(DatabaseSettings settings, WorkSettings work, Runnable whileExecuting) throws IOException {
        Path directory = TestDatabases.directory();
        database = Database.open(settings);
        executions = new JdbcExecutionRepository(database);
        OperationRegistry registry = new OperationRegistry();
        registry.add(DeployedOperation.read(new NoOperation(whileExecuting), "d".repeat(64), 1));
        engine = new ExecutionEngine(
                registry,
                executions,
                new JdbcBackupRecords(database),
                new JdbcAuditRepository(database),
                new JpaFileRepository(database),
                new DirectoryFileStore(
                        new FakeStoreIdentityRepository(),
                        new Files(directory.resolve("files").toString(), 1, 0)),
                new Connections(),
                database.clock(),
                new Execution(
                        1_000_000,
                        1024,
                        60,
                        7,
                        900,
                        directory.toString(),
                        directory.resolve("newest-intent").toString(),
                        1,
                        "node"));
        service = new ExecutionService(engine);
        scheduler = new WorkScheduler(database, engine, work);
    }

    ExecutionId submit() {
        SubmitRequest request = new SubmitRequest(NoOperation.NAME, JsonObject.empty(), "", null, null);
        return service.submit(OPERATOR, request).id();
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

    /** Plans nothing, does nothing, and reports that it succeeded. */
    private static final class NoOperation implements OperationPlugin {
        private static final String NAME = "benchmark.no-operation";

        private final Runnable whileExecuting;

        private NoOperation(Runnable whileExecuting) {
            this.whileExecuting = whileExecuting;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String version() {
            return "1.0.0";
        }

        @Override
        public String description() {
            return "Does nothing.";
        }

        @Override
        public ParameterSchema schema() {
            return ParameterSchema.of();
        }

        @Override
        public Plan plan(PlanContext context) {
            return Plan.readOnly();
        }

        @Override
        public OperationResult execute(ExecutionContext context) {
            whileExecuting.run();
            return OperationResult.success("nothing was to be done").build();
        }
    }

    private record Files(String directory, long uploadBytesMax, long freeBytesMin) implements FilesConfig {
        @Override
        public Class<? extends Annotation> annotationType() {
            return FilesConfig.class;
        }
    }

    private record Execution(
            int queueMax,
            int pluginThreadsMax,
            int callTimeoutSeconds,
            int approvalExpiryDays,
            int absenceGapSeconds,
            String workDirectory,
            String intentMarkFile,
            long outputBytesMax,
            String nodeName)
            implements ExecutionConfig {
        @Override
        public Class<? extends Annotation> annotationType() {
            return ExecutionConfig.class;
        }
    }
}
