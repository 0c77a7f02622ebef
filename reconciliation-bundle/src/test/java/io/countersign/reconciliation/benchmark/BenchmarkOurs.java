package io.countersign.reconciliation.benchmark;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.OperationResult;
import io.countersign.reconciliation.ReconciliationOperation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** One measured run of {@code reconciliation.match}, in a JVM of its own: LEFT RIGHT DIRECTORY. */
public final class BenchmarkOurs {
    static final String CONFIGURATION =
            """
            {"left": {"csv": {"columns": {"id": "payment_id", "value_date": "value_date", "amount": "amount",
               "currency": "currency", "counterparty": "counterparty", "description": "description"}}},
             "right": {"csv": {"columns": {"id": "payment_id", "value_date": "value_date", "amount": "amount",
               "currency": "currency", "counterparty": "counterparty", "description": "description"}}},
             "passes": [{"type": "key", "columns": ["id"]}]}
            """;

    private BenchmarkOurs() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[2]));
        ReconciliationOperation operation = new ReconciliationOperation();
        JsonObject parameters = Json.object()
                .put("left", Json.object().put("id", "left").put("version", 1).build())
                .put("right", Json.object().put("id", "right").put("version", 1).build())
                .put("configuration", CONFIGURATION)
                .build();
        FileContext context = new FileContext(
                operation.schema().normalise(parameters),
                Map.of("left", Path.of(arguments[0]), "right", Path.of(arguments[1])),
                directory);
        OperationResult result = operation.execute(context.approved(operation.plan(context)));
        if (!result.isSuccess()) {
            throw new IllegalStateException(result.toJson().toText());
        }
        System.out.println(result.message());
        Usage.print();
    }
}
