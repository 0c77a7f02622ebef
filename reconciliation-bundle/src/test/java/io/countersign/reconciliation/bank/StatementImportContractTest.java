package io.countersign.reconciliation.bank;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.testkit.FakeInputFile;
import io.countersign.api.testkit.OperationPluginContract;
import io.countersign.api.testkit.TestRun;
import java.nio.charset.StandardCharsets;
import java.util.List;

public class StatementImportContractTest extends OperationPluginContract {

    @Override
    protected TestRun newRun() {
        byte[] statement = StatementImportTest.MT940.getBytes(StandardCharsets.UTF_8);
        return TestRun.of(new StatementImportOperation())
                .input("statement", FakeInputFile.of("day.sta", "text/plain", statement))
                .text("format", "mt940")
                .build();
    }

    @Override
    protected long changesOutside() {
        return 0;
    }

    @Override
    protected List<JsonObject> invalidParameters() {
        JsonObject valid = Json.object()
                .put("statement", "file-1")
                .put("format", "csv")
                .put("csvColumns", "{\"amount\":\"Amount\",\"currency\":\"Currency\"}")
                .build();
        return List.of(
                JsonObject.empty(),
                valid.with("format", Json.of("xlsx")),
                valid.with("csvColumns", Json.of("{\"amount\":\"Amount\"}")),
                valid.with("csvColumns", Json.of("{\"colour\":\"Amount\"}")),
                valid.with("csvColumns", Json.of("{\"amount\":1}")),
                valid.with("csvColumns", Json.of("[]")),
                valid.with("csvColumns", Json.of("{amount")),
                valid.with("csvDates", Json.of("HH:mm:ss")),
                valid.with("csvQuote", Json.of("single")).with("csvDelimiter", Json.of("colon")),
                valid.with("csvDecimals", Json.of("comma")).with("csvGrouping", Json.of("comma")),
                valid.with("csvCurrency", Json.of("eur")));
    }
}
