package io.countersign.reconciliation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.testkit.FakeInputFile;
import io.countersign.api.testkit.OperationPluginContract;
import io.countersign.api.testkit.TestRun;
import java.util.List;

public final class ReconciliationContractTest extends OperationPluginContract {
    static final String SIDE =
            "{\"csv\": {\"columns\": {\"id\": \"id\", \"amount\": \"amount\"}, \"currency\": \"EUR\"}}";
    static final String CONFIGURATION =
            "{\"left\": " + SIDE + ", \"right\": " + SIDE + ", \"passes\": [{\"type\": \"key\", \"columns\": \"id\"}]}";

    @Override
    protected TestRun newRun() {
        return TestRun.of(new ReconciliationOperation())
                .input("left", FakeInputFile.csv("ledger.csv", "id,amount\na,1.00\nb,2.00\n"))
                .input("right", FakeInputFile.csv("bank.csv", "id,amount\na,1.00\nc,3.00\n"))
                .text("configuration", CONFIGURATION)
                .build();
    }

    @Override
    protected long changesOutside() {
        return 0;
    }

    @Override
    protected List<JsonObject> invalidParameters() {
        JsonObject file = Json.object().put("id", "f").put("version", 1).build();
        JsonObject files = Json.object().put("left", file).put("right", file).build();
        return List.of(
                files,
                files.with("configuration", Json.of("{}")),
                files.with("configuration", Json.of("no JSON")),
                files.with("configuration", Json.of(CONFIGURATION)).with("configurationFile", file),
                files.with("configuration", Json.of(CONFIGURATION)).with("threads", Json.of("3")));
    }
}
