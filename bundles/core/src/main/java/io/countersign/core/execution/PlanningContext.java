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
import io.countersign.core.audit.StoredText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a plug-in sees while it plans; the running and settling contexts add to it. */
sealed class PlanningContext implements PlanContext permits RunContext, SettlingContext {
    private static final int REASON_LENGTH_MAX = 2000;

    final EngineParts parts;
    final ExecutionId execution;
    final StopSignal stop;
    final PlatformWork work;
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
        this.work = new PlatformWork(parts.platform(), stop);
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
        Parameter declared = declared(parameter, ParameterType.CONNECTION)
                .orElseThrow(() -> refuse(
                        StopSignal.Cause.FOREIGN_CONNECTION,
                        "the operation asked for connection '" + parameter
                                + "', which is no parameter of kind CONNECTION that it declares"));
        String kind = declared.connectionKind().orElseThrow();
        String name = given(parameter);
        return parts.connections()
                .find(name, kind)
                .orElseThrow(() -> new OperationException(
                        "connection_unusable",
                        parts.connections()
                                .problem(name, kind)
                                .orElse("connection '" + name + "' was reconfigured just now; try again")));
    }

    @Override
    public final InputFile input(String parameter) {
        if (declared(parameter, ParameterType.FILE).isEmpty() || !parameters.has(parameter)) {
            throw new OperationException("parameter_missing", "no file was given as parameter '" + parameter + "'");
        }
        return new FrozenFile(parameters.toJson().object(parameter), parts.fileStore());
    }

    @Override
    public final List<OpenItem> openItems(Collection<String> lockKeys) {
        stop.check();
        List<String> keys = List.copyOf(lockKeys);
        return work.call(() -> {
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

    /** Stops the plug-in for good because it tried what it may not, and notes that. */
    final RuntimeException refuse(StopSignal.Cause cause, String message) {
        RuntimeException stopped = stop.stop(cause, message);
        log.error(message);
        work.run(() -> parts.audits()
                .record(parts.entry(
                        AuditAction.EFFECT_REFUSED,
                        execution,
                        Json.object()
                                .put("code", cause.code())
                                .put("reason", StoredText.of(message, REASON_LENGTH_MAX))
                                .build())));
        return stopped;
    }

    private Optional<Parameter> declared(String name, ParameterType type) {
        stop.check();
        return schema.parameter(name).filter(parameter -> parameter.type() == type);
    }

    private String given(String parameter) {
        return parameters
                .findText(parameter)
                .orElseThrow(() ->
                        new OperationException("parameter_missing", "parameter '" + parameter + "' was not given"));
    }
}
