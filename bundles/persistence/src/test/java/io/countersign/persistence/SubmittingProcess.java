package io.countersign.persistence;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.NewExecution;
import io.countersign.core.testing.Samples;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Submits without end on several threads; prints the id of each execution after it was acknowledged. */
final class SubmittingProcess {
    private static final int THREADS = 4;

    private SubmittingProcess() {}

    public static void main(String[] arguments) {
        Database database = Database.open(OtherProcess.settings(arguments));
        JdbcExecutionRepository executions = new JdbcExecutionRepository(database);
        PrintStream acknowledged = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> {
                        while (true) {
                            NewExecution submission = Samples.submission("bank.transfer", Samples.id(), Samples.id());
                            executions.recordSubmission(
                                    submission, Samples.audit(AuditAction.EXECUTION_SUBMITTED, submission.id()));
                            acknowledged.println(submission.id());
                        }
                    })
                    .start();
        }
    }
}
