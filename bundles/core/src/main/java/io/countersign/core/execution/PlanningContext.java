package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OpenItem;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationLog;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.ParameterType;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.PlanContext;
import io.countersign.core.audit.AuditAction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a plug-in sees while it plans; the running and settling contexts add to it. */
sealed class PlanningContext implements PlanContext permits RunContext, SettlingContext {
    final EngineParts parts;
    final ExecutionId execution;
    final StopSignal stop;
    private final ParameterSchema schema;
    private final Parameters parameters;
    private final OperationLog log;

    PlanningContext(
            EngineParts parts,
            ExecutionId execution,
            ParameterSchema schema,
            JsonObject parameters,
            OperationLog log,
            StopSignal stop) {
        this.parts = parts;
        this.execution = execution;
        this.schema = schema;
        this.parameters = Parameters.of(parameters);
        this.log = log;
        this.stop = stop;
    }

    @Override
    public final String executionId() {
        return execution.text();
    }

    @Override
    public final Parameters parameters() {
        return parameters;
    }

    @Override
    public final Connection connection(String parameter) {
        Parameter declared = declared(parameter, ParameterType.CONNECTION);
        String kind = declared.connectionKind().orElseThrow();
        String name = given(parameter);
        return parts.connections()
                .find(name, kind)
                .orElseThrow(() -> new OperationException(
                        "connection_unusable",
                        "connection '" + name + "' of kind '" + kind
                                + "' is not configured or is faulty; see etc/io.countersign.connection-" + name
                                + ".cfg"));
    }

    @Override
    public final InputFile input(String parameter) {
        declared(parameter, ParameterType.FILE);
        if (!parameters.has(parameter)) {
            throw new OperationException("parameter_missing", "parameter '" + parameter + "' was not given");
        }
        return new FrozenFile(parameters.toJson().object(parameter), parts.fileStore());
    }

    @Override
    public final List<OpenItem> openItems(Collection<String> lockKeys) {
        stop.check();
        List<String> keys = List.copyOf(lockKeys);
        return parts.platform().handOver(() -> {
            List<OpenItem> items = new ArrayList<>();
            for (Effect effect : parts.executions().openEffects(keys)) {
                if (!effect.execution().equals(execution)) {
                    items.add(new OpenItem(
                            effect.lockKey(),
                            effect.execution().text(),
                            effect.name(),
                            effect.state().name()));
                }
            }
            return List.copyOf(items);
        });
    }

    @Override
    public final Clock clock() {
        return parts.clock();
    }

    @Override
    public final OperationLog log() {
        return log;
    }

    @Override
    public final void checkCancelled() {
        stop.check();
    }

    /** Records that the plug-in tried what it may not, and stops it for good. */
    final RuntimeException refuse(String message) {
        JsonObject details = Json.object().put("reason", message).build();
        parts.platform()
                .handOver(() -> parts.audits().record(parts.entry(AuditAction.EFFECT_REFUSED, execution, details)));
        log.error(message);
        return stop.stop(StopSignal.Cause.REFUSED, message);
    }

    private Parameter declared(String name, ParameterType type) {
        stop.check();
        return schema.parameter(name)
                .filter(parameter -> parameter.type() == type)
                .orElseThrow(() -> refuse("the operation asked for '" + name + "' as " + type
                        + ", which it did not declare as such a parameter"));
    }

    private String given(String parameter) {
        return parameters
                .findText(parameter)
                .orElseThrow(() ->
                        new OperationException("parameter_missing", "parameter '" + parameter + "' was not given"));
    }
}
