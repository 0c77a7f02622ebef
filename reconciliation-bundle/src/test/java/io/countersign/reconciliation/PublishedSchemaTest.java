package io.countersign.reconciliation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.ValidationResult;
import io.countersign.reconciliation.config.ConfigurationReader;
import java.util.List;
import org.junit.Test;

public final class PublishedSchemaTest {
    private final ReconciliationOperation operation = new ReconciliationOperation();

    @Test
    public void theSchemaOfTheOperationHoldsThatOfItsConfiguration() {
        JsonObject configuration =
                operation.schema().toJsonSchema().object("properties").object("configuration");

        assertEquals("application/json", configuration.text("contentMediaType"));
        assertEquals(ConfigurationReader.schema(), configuration.object("contentSchema"));
    }

    @Test
    public void aRefusalNamesThePlaceTheValueAndTheRemedy() {
        assertRefused(
                ReconciliationContractTest.CONFIGURATION.replace("\"key\"", "\"keys\""),
                "/passes/0/type: is 'keys'; give one of ");
        assertRefused(
                ReconciliationContractTest.CONFIGURATION.replace("\"columns\": \"id\"", "\"columns\": \"iban\""),
                "/passes/0/columns: has 'iban'; known columns are ");
        assertRefused("{\"left\": ", "the configuration is no JSON: ");
    }

    private void assertRefused(String configuration, String message) {
        Parameters parameters =
                Parameters.of(Json.object().put("configuration", configuration).build());

        List<ValidationResult.Problem> problems = operation.validate(parameters).problems();

        assertEquals("configuration", problems.get(0).parameter());
        assertTrue(problems.toString(), problems.get(0).message().startsWith(message));
    }
}
