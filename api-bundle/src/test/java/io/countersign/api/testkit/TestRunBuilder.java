package io.countersign.api.testkit;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.InvalidParametersException;
import io.countersign.api.operation.OpenItem;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.ParameterType;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.ValidationResult;
import io.countersign.api.operation.ValidationResult.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what a {@link TestRun} is given. */
public final class TestRunBuilder {
    final OperationPlugin plugin;
    final Map<String, FakeConnection> connections = new LinkedHashMap<>();
    final Map<String, FakeInputFile> inputs = new LinkedHashMap<>();
    final List<OpenItem> openItems = new ArrayList<>();
    String executionId = "0123456789abcdef0123456789abcdef";
    SettableClock clock = new SettableClock();
    private JsonObject parameters = JsonObject.empty();

    TestRunBuilder(OperationPlugin plugin) {
        this.plugin = plugin;
    }

    /** Adds parameter values as REST would give them. */
    public TestRunBuilder parameters(JsonObject values) {
        parameters = Json.object().putAll(parameters).putAll(values).build();
        return this;
    }

    /** Adds one parameter value. */
    public TestRunBuilder parameter(String name, Json value) {
        parameters = parameters.with(name, value);
        return this;
    }

    /** Adds one parameter as typed in a shell; see {@link ParameterSchema#fromTexts}. */
    public TestRunBuilder text(String name, String text) {
        return texts(Map.of(name, text));
    }

    /** Adds parameters as typed in a shell; see {@link ParameterSchema#fromTexts}. */
    public TestRunBuilder texts(Map<String, String> texts) {
        return parameters(plugin.schema().fromTexts(texts));
    }

    /** Gives a CONNECTION parameter its connection, by the connection's name. */
    public TestRunBuilder connection(String parameter, FakeConnection connection) {
        connections.put(parameter, connection);
        return parameter(parameter, Json.of(connection.name()));
    }

    /** Gives a FILE parameter its file. */
    public TestRunBuilder input(String parameter, FakeInputFile file) {
        inputs.put(parameter, file);
        return parameter(
                parameter,
                Json.object().put("id", "file-" + parameter).put("version", 1).build());
    }

    /** The clock of the run; pass one clock to several runs to let them live in the same time. */
    public TestRunBuilder clock(SettableClock newClock) {
        this.clock = newClock;
        return this;
    }

    /** An item that another execution holds. */
    public TestRunBuilder openItem(OpenItem item) {
        openItems.add(item);
        return this;
    }

    /**
     * The id of the execution.
     *
     * @param id 32 hexadecimal digits
     */
    public TestRunBuilder executionId(String id) {
        if (!id.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("'" + id + "' is not 32 lower-case hexadecimal digits");
        }
        this.executionId = id;
        return this;
    }

    /**
     * Checks the parameters as the platform does at submit and builds the run.
     *
     * @throws InvalidParametersException with every problem found by the schema or by the plug-in
     */
    public TestRun build() {
        ParameterSchema schema = plugin.schema();
        Parameters normal = schema.normalise(parameters);
        List<Problem> problems = new ArrayList<>();
        connections.forEach((name, connection) -> checkConnection(schema, name, connection, problems));
        inputs.forEach((name, file) -> checkInput(schema, name, file, problems));
        ValidationResult result = ValidationResult.of(problems).and(plugin.validate(normal));
        if (!result.isValid()) {
            throw new InvalidParametersException(result);
        }
        return new TestRun(this, normal);
    }

    private static void checkConnection(
            ParameterSchema schema, String name, FakeConnection connection, List<Problem> problems) {
        Parameter parameter = schema.parameter(name).orElseThrow();
        if (!parameter.connectionKind().equals(Optional.of(connection.kind()))) {
            problems.add(new Problem(
                    name,
                    "connection",
                    connection + " is not of kind " + parameter.connectionKind().orElse("none")));
        }
    }

    private static void checkInput(ParameterSchema schema, String name, FakeInputFile file, List<Problem> problems) {
        Parameter parameter = schema.parameter(name).orElseThrow();
        if (parameter.type() != ParameterType.FILE) {
            problems.add(new Problem(name, "type", "parameter '" + name + "' takes no file"));
        }
        if (!parameter.mediaTypes().isEmpty() && !parameter.mediaTypes().contains(file.mediaType())) {
            problems.add(new Problem(
                    name,
                    "mediaType",
                    file.name() + " is " + file.mediaType() + "; allowed are " + parameter.mediaTypes()));
        }
        parameter
                .sizeBytesMax()
                .filter(max -> file.sizeBytes() > max)
                .ifPresent(max -> problems.add(new Problem(
                        name, "size", file.name() + " has " + file.sizeBytes() + " bytes; at most " + max)));
    }
}
