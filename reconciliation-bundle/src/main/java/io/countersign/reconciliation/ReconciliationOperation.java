package io.countersign.reconciliation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonParseException;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.Fact;
import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OperationCategory;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationProfile;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.api.operation.RiskLevel;
import io.countersign.api.operation.ValidationResult;
import io.countersign.reconciliation.config.Configuration;
import io.countersign.reconciliation.config.ConfigurationReader;
import io.countersign.reconciliation.config.InvalidConfigurationException;
import io.countersign.reconciliation.config.Side;
import io.countersign.reconciliation.match.Digests;
import io.countersign.reconciliation.match.SideSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.osgi.service.component.annotations.Component;

/** Compares two sides line by line and explains every cent: what matches, what does not, why, and since when. */
@Component(service = OperationPlugin.class)
public final class ReconciliationOperation implements OperationPlugin {
    static final String NAME = "reconciliation.match";
    static final String VERSION = "1.0.0";

    private final ParameterSchema schema = ReconciliationForm.schema();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public String description() {
        return "Matches the lines of two files, explains every line that is left, and proves that no cent is missing.";
    }

    @Override
    public ParameterSchema schema() {
        return schema;
    }

    @Override
    public OperationProfile profile() {
        return OperationProfile.standard()
                .withTitle("Reconciliation")
                .withCategory(OperationCategory.RECONCILIATION)
                .withRisk(RiskLevel.LOW)
                .withPlanTimeout(Duration.ofMinutes(15))
                .withExecutionTimeout(Duration.ofHours(6));
    }

    @Override
    public ValidationResult validate(Parameters parameters) {
        boolean text = parameters.has(ReconciliationForm.CONFIGURATION);
        if (text == parameters.has(ReconciliationForm.CONFIGURATION_FILE)) {
            return ValidationResult.invalid(
                    ReconciliationForm.CONFIGURATION,
                    "configuration",
                    "give the configuration either as text or as a file");
        }
        if (!text) {
            return ValidationResult.valid();
        }
        try {
            ConfigurationReader.read(json(parameters.text(ReconciliationForm.CONFIGURATION)));
            return ValidationResult.valid();
        } catch (InvalidConfigurationException e) {
            return ValidationResult.of(e.problems().stream()
                    .map(problem ->
                            new ValidationResult.Problem(ReconciliationForm.CONFIGURATION, "configuration", problem))
                    .toList());
        } catch (OperationException e) {
            return ValidationResult.invalid(
                    ReconciliationForm.CONFIGURATION, "configuration", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Plan plan(PlanContext context) throws Exception {
        Json text = configurationJson(context);
        Configuration configuration = configuration(text);
        Instant now = context.clock().instant();
        LocalDate asOf = context.parameters()
                .findDate(ReconciliationForm.AS_OF)
                .orElse(now.atZone(ZoneOffset.UTC).toLocalDate());
        Plan.Builder plan = Plan.builder()
                .fact(Fact.informative(ReconciliationForm.AS_OF, Json.of(asOf.toString()), "parameters or clock", now))
                .fact(Fact.binding("configuration_sha256", Json.of(sha256(text)), "configuration", now));
        for (Side side : Side.values()) {
            context.checkCancelled();
            InputFile input = context.input(side.key());
            SideSources.check(configuration, side, input);
            plan.fact(Fact.binding(side.key() + "_sha256", Json.of(input.sha256()), input.name(), now));
        }
        return plan.build();
    }

    @Override
    public OperationResult execute(ExecutionContext context) throws Exception {
        Json text = configurationJson(context);
        return new ReconciliationRun(context, configuration(text), sha256(text)).run();
    }

    /** The configuration, whichever way it was given. */
    private static Json configurationJson(PlanContext context) throws IOException {
        if (context.parameters().has(ReconciliationForm.CONFIGURATION)) {
            return json(context.parameters().text(ReconciliationForm.CONFIGURATION));
        }
        InputFile file = context.input(ReconciliationForm.CONFIGURATION_FILE);
        try (InputStream content = file.open()) {
            byte[] bytes = content.readNBytes(Math.toIntExact(ReconciliationForm.CONFIGURATION_BYTES_MAX));
            return json(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static Json json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonParseException e) {
            throw new OperationException("configuration_invalid", "the configuration is no JSON: " + e.getMessage(), e);
        }
    }

    private static Configuration configuration(Json json) {
        try {
            return ConfigurationReader.read(json);
        } catch (InvalidConfigurationException e) {
            throw new OperationException(
                    "configuration_invalid", "the configuration breaks its schema: " + e.getMessage(), e);
        }
    }

    private static String sha256(Json json) {
        return HexFormat.of().formatHex(Digests.sha256().digest(json.canonicalBytes()));
    }
}
