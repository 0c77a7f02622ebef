package io.countersign.api.example;

import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.testkit.FakeConnection;
import io.countersign.api.testkit.FakeInputFile;
import io.countersign.api.testkit.TestRun;
import io.countersign.api.testkit.TestRunBuilder;

/** Valid parameters of the example. */
final class LedgerRuns {
    static final String TOKEN = "token-that-nobody-may-see";
    static final String THREE_PAYEES = "A1,10.00\nB2,20.50\nC3,0.01\n";

    private LedgerRuns() {}

    static TestRun of(OperationPlugin plugin) {
        return builder(plugin).build();
    }

    static TestRunBuilder builder(OperationPlugin plugin) {
        return TestRun.of(plugin)
                .connection(
                        "bank",
                        FakeConnection.builder("main", "bank")
                                .secret("token", TOKEN)
                                .build())
                .input("payees", FakeInputFile.csv("payees.csv", THREE_PAYEES))
                .text("currency", "EUR");
    }
}
