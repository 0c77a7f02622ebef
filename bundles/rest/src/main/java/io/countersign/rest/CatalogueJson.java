package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.OperationProfile;
import io.countersign.core.connection.ConnectionInfo;
import io.countersign.core.file.StoredFile;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.Release;
import io.countersign.core.release.RefusedJar;
import io.countersign.core.release.ReleaseOverview;
import io.countersign.core.release.ReleaseStatus;

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

    static JsonObject releases(ReleaseOverview overview) {
        return Json.object()
                .put(
                        "items",
                        overview.releases().stream().map(CatalogueJson::release).toList())
                .put(
                        "refused",
                        overview.refused().stream().map(CatalogueJson::refused).toList())
                .put("abandonedThreads", overview.abandonedThreads())
                .build();
    }

    private static JsonObject refused(RefusedJar jar) {
        return Json.object()
                .put("source", jar.source())
                .put("digest", jar.digest())
                .put("reason", jar.reason())
                .put("refusedAt", jar.refusedAt().toString())
                .put("tryingAgain", jar.tryingAgain())
                .build();
    }

    static JsonObject release(ReleaseStatus status) {
        Release release = status.release();
        Release.Drain drain = release.drain();
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
                .put("waiting", status.waiting())
                .put("running", status.running())
                .put("settling", status.settling())
                .put("abandonedThreads", status.abandonedThreads())
                .putIfPresent("trouble", status.trouble())
                .putIfPresent("drain", drain == null ? null : drain(drain))
                .build();
    }

    private static JsonObject drain(Release.Drain drain) {
        return Json.object()
                .put("since", drain.since().toString())
                .put("reason", drain.reason())
                .put("byPerson", drain.byPerson())
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
