package io.countersign.shell;

import io.countersign.api.json.Json;
import io.countersign.api.operation.Parameter;
import io.countersign.core.access.Role;
import io.countersign.core.access.User;
import io.countersign.core.connection.ConnectionInfo;
import io.countersign.core.file.StoredFile;
import io.countersign.core.registry.DeployedOperation;
import java.util.Set;
import java.util.stream.Collectors;

/** How operations, connections, files and accounts are shown; names of members are those of REST. */
final class CatalogueViews {
    private static final int OPTIONS_SHOWN = 8;

    private CatalogueViews() {}

    static Table<DeployedOperation> operations() {
        return new Table<DeployedOperation>()
                .column("name", operation -> Cell.of(operation.name()))
                .column("version", operation -> Cell.of(operation.version()))
                .column(
                        "category",
                        operation -> Cell.of(operation.profile().category().name()))
                .column(
                        "riskLevel",
                        "RISK",
                        operation -> Cell.of(operation.profile().risk().name()))
                .column("release", "", operation -> Cell.of(operation.releaseDigest()))
                .column("title", operation -> Cell.of(operation.title()));
    }

    static Sheet operation(DeployedOperation operation) {
        return new Sheet()
                .field("name", "Operation", Cell.of(operation.name()))
                .field("title", "Title", Cell.of(operation.title()))
                .field("description", "Description", Cell.of(operation.description()))
                .field("version", "Version", Cell.of(operation.version()))
                .field("release", "Release", Cell.of(operation.releaseDigest()))
                .field(
                        "category",
                        "Category",
                        Cell.of(operation.profile().category().name()))
                .field("riskLevel", "Risk", Cell.of(operation.profile().risk().name()))
                .list(
                        "parameters",
                        "Parameters",
                        parameters(),
                        operation.schema().parameters());
    }

    private static Table<Parameter> parameters() {
        return new Table<Parameter>()
                .column("name", parameter -> Cell.of(parameter.name()))
                .column("type", parameter -> Cell.of(parameter.type().name()))
                .column("required", parameter -> Cell.of(parameter.isRequired()))
                .column("default", parameter -> Cell.of(parameter.defaultValue().orElse(null)))
                .column("options", parameter -> options(parameter))
                .column(
                        "connectionKind",
                        "",
                        parameter -> Cell.of(parameter.connectionKind().orElse(null)))
                .column("description", parameter -> Cell.of(parameter.description()));
    }

    static Table<ConnectionInfo> connections() {
        return new Table<ConnectionInfo>()
                .column("name", connection -> Cell.of(connection.name()))
                .column("kind", connection -> Cell.of(connection.kind()))
                .column(
                        "mode",
                        connection -> Cell.of(connection.mode().map(Enum::name).orElse(null)))
                .column(
                        "baseAddress",
                        "ADDRESS",
                        connection -> Cell.of(
                                connection.baseAddress().map(Object::toString).orElse(null)))
                .column("usable", connection -> Cell.of(connection.fault().isEmpty()))
                .column("fault", connection -> Cell.of(connection.fault().orElse(null)));
    }

    static Table<StoredFile> files() {
        return new Table<StoredFile>()
                .column("id", file -> Cell.of(file.id()))
                .column("version", file -> Cell.of(file.version()))
                .column("name", file -> Cell.of(file.name()))
                .column("mediaType", "TYPE", file -> Cell.of(file.mediaType()))
                .column("sizeBytes", "BYTES", file -> Cell.of(file.sizeBytes()))
                .column("sha256", "", file -> Cell.of(file.sha256()))
                .column(
                        "owner",
                        file -> Cell.of(
                                file.ownerName(),
                                Json.object()
                                        .put("id", file.ownerId())
                                        .put("username", file.ownerName())
                                        .build()))
                .column("executionId", "", file -> Cell.of(file.executionId()))
                .column("createdAt", "CREATED", file -> Cell.of(file.createdAt()));
    }

    static Table<User> users() {
        return new Table<User>()
                .column("username", user -> Cell.of(user.username()))
                .column("displayName", "NAME", user -> Cell.of(user.displayName()))
                .column(
                        "roles",
                        user -> Cell.of(
                                user.roles().stream().sorted().map(Role::word).toList()))
                .column("active", user -> Cell.of(user.active()))
                .column("createdAt", "CREATED", user -> Cell.of(user.createdAt()))
                .column("id", "", user -> Cell.of(user.id()));
    }

    /** A currency list has more options than a line has room for. */
    private static Cell options(Parameter parameter) {
        Set<String> values = parameter.options().keySet();
        String text = values.stream().limit(OPTIONS_SHOWN).collect(Collectors.joining(", "));
        return Cell.of(
                values.size() > OPTIONS_SHOWN ? text + " … (" + values.size() + ", see --json)" : text,
                Json.texts(values));
    }
}
