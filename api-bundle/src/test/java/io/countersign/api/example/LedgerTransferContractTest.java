package io.countersign.api.example;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.testkit.OperationPluginContract;
import io.countersign.api.testkit.TestRun;
import java.util.List;

public final class LedgerTransferContractTest extends OperationPluginContract {
    private InMemoryBank bank = new InMemoryBank();

    @Override
    protected TestRun newRun() {
        bank = new InMemoryBank();
        return LedgerRuns.of(new LedgerTransfer(bank));
    }

    @Override
    protected long changesOutside() {
        return bank.transfers().size();
    }

    @Override
    protected List<JsonObject> invalidParameters() {
        JsonObject valid = Json.parse("{\"bank\":\"main\",\"payees\":\"f1\",\"currency\":\"EUR\"}")
                .asObject();
        return List.of(
                JsonObject.empty(),
                valid.with("currency", Json.of("XXX")),
                valid.with("limit", Json.parse("{\"minorUnits\":\"5\",\"currency\":\"USD\"}")));
    }
}
