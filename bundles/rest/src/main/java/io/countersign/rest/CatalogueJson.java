package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.OperationProfile;
import io.countersign.core.connection.ConnectionInfo;
import io.countersign.core.file.StoredFile;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationCatalogue;
import io.countersign.core.registry.Release;

/** Operations, releases, connections and files as JSON. */
final class CatalogueJson {
    private CatalogueJson() {}

    static JsonObject operation(DeployedOperation operation) {
        OperationProfile profile = operation.profile();
        return Json.object()
                .put("name", operation.name())
                .put("title", operation.title())
                .put("description", operation.description())
                .put("version", operation.version())
                .put("release", operation.releaseDigest())
                .put("category", profile.category().name())
                .put("riskLevel", profile.risk().name())
                .put("connectionKinds", Json.texts(profile.connectionKinds()))
                .put("planTimeoutSeconds", profile.planTimeout().toSeconds())
                .put("executionTimeoutSeconds", profile.executionTimeout().toSeconds())
                .putAll(operation.schema().toJson())
                .build();
    }

    static JsonObject release(OperationCatalogue.ReleaseStatus status) {
        Release release = status.release();
        return Json.object()
                .put("digest", release.digest())
                .put("symbolicName", release.symbolicName())
                .put("version", release.bundleVersion())
                .put("source", release.source())
                .put("state", release.state().name())
                .put("releasedAt", release.releasedAt().toString())
                .put(
                        "operations",
                        status.operations().stream()
                                .map(operation -> Json.object()
                                        .put("name", operation.name())
                                        .put("version", operation.version())
                                        .build())
                                .toList())
                .build();
    }

    static JsonObject connection(ConnectionInfo connection) {
        return Json.object()
                .put("name", connection.name())
                .put("kind", connection.kind())
                .putIfPresent(
                        "mode",
                        connection.mode().map(mode -> Json.of(mode.name())).orElse(null))
                .putIfPresent(
                        "baseAddress",
                        connection
                                .baseAddress()
                                .map(uri -> Json.of(uri.toString()))
                                .orElse(null))
                .put("usable", connection.fault().isEmpty())
                .putIfPresent("fault", connection.fault().map(Json::of).orElse(null))
                .build();
    }

    static JsonObject file(StoredFile file) {
        return Json.object()
                .put("id", file.id())
                .put("version", file.version())
                .put("name", file.name())
                .put("mediaType", file.mediaType())
                .put("sizeBytes", file.sizeBytes())
                .put("sha256", file.sha256())
                .put("owner", ExecutionJson.person(file.ownerId(), file.ownerName()))
                .putIfPresent("executionId", file.executionId())
                .put("createdAt", file.createdAt().toString())
                .build();
    }
}
