package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.InvalidParametersException;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterType;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.ValidationResult;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.file.StoredFile;
import io.countersign.core.registry.DeployedOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks given parameters against schema, files, connections and the plug-in's own rules, and freezes them. */
final class Submissions {
    private static final Duration VALIDATE_LIMIT = Duration.ofSeconds(1);

    private final EngineParts parts;

    Submissions(EngineParts parts) {
        this.parts = parts;
    }

    /** Returns the normalised parameters with every file frozen by its digest, or throws with every problem found. */
    JsonObject freeze(Caller caller, DeployedOperation operation, JsonObject given) {
        Parameters normal = operation.schema().normalise(given);
        List<ValidationResult.Problem> problems = new ArrayList<>();
        JsonObject.Builder frozen = Json.object().putAll(normal.toJson());
        for (Parameter parameter : operation.schema().parameters()) {
            if (!normal.has(parameter.name())) {
                continue;
            }
            if (parameter.type() == ParameterType.FILE) {
                freezeFile(caller, parameter, normal.toJson().object(parameter.name()), problems)
                        .ifPresent(file -> frozen.put(parameter.name(), file));
            }
            if (parameter.type() == ParameterType.CONNECTION) {
                checkConnection(parameter, normal.text(parameter.name()), problems);
            }
        }
        requireNone(problems);
        JsonObject parameters = frozen.build();
        requireNone(validateByPlugin(operation, Parameters.of(parameters)).problems());
        return parameters;
    }

    private Optional<JsonObject> freezeFile(
            Caller caller, Parameter parameter, JsonObject reference, List<ValidationResult.Problem> problems) {
        String id = reference.text("id");
        @Nullable Integer version = reference.has("version") ? Math.toIntExact(reference.integer("version")) : null;
        Optional<StoredFile> found = parts.files()
                .find(id, version)
                .filter(file ->
                        caller.may(Permission.FILE_READ_ALL) || file.ownerId().equals(caller.userId()));
        if (found.isEmpty()) {
            problems.add(problem(
                    parameter,
                    "file",
                    "there is no file '" + id + "'"
                            + (version == null ? "" : " with version " + version)
                            + " that you may read; upload it with POST /files or ops:file-put"));
            return Optional.empty();
        }
        StoredFile file = found.get();
        if (!parameter.mediaTypes().isEmpty() && !parameter.mediaTypes().contains(file.mediaType())) {
            problems.add(problem(
                    parameter,
                    "mediaType",
                    "file '" + file.name() + "' is " + file.mediaType() + "; allowed are " + parameter.mediaTypes()));
        }
        parameter
                .sizeBytesMax()
                .filter(max -> file.sizeBytes() > max)
                .ifPresent(max -> problems.add(problem(
                        parameter,
                        "size",
                        "file '" + file.name() + "' has " + file.sizeBytes() + " bytes; at most " + max
                                + " are allowed")));
        return Optional.of(Json.object()
                .put("id", file.id())
                .put("version", file.version())
                .put("sha256", file.sha256())
                .put("name", file.name())
                .put("mediaType", file.mediaType())
                .put("sizeBytes", file.sizeBytes())
                .build());
    }

    private void checkConnection(Parameter parameter, String name, List<ValidationResult.Problem> problems) {
        String kind = parameter.connectionKind().orElseThrow();
        parts.connections()
                .problem(name, kind)
                .ifPresent(problem -> problems.add(problem(parameter, "connection", problem)));
    }

    private ValidationResult validateByPlugin(DeployedOperation operation, Parameters parameters) {
        try {
            return parts.plugins()
                    .call(
                            operation.plugin(),
                            "validating for " + operation.name(),
                            VALIDATE_LIMIT,
                            () -> Objects.requireNonNull(operation.plugin().validate(parameters), "validation result"));
        } catch (PluginFailedException e) {
            throw new PlanningFailedException(Planner.failureOf(operation, e, "validate_failed"));
        }
    }

    private static ValidationResult.Problem problem(Parameter parameter, String rule, String message) {
        return new ValidationResult.Problem(parameter.name(), rule, message);
    }

    private static void requireNone(List<ValidationResult.Problem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidParametersException(ValidationResult.of(problems));
        }
    }
}
