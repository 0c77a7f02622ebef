package io.countersign.shell;

import io.countersign.api.json.Json;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.Release;
import io.countersign.core.release.RefusedJar;
import io.countersign.core.release.ReleaseOverview;
import io.countersign.core.release.ReleaseStatus;
import java.util.List;
import java.util.Optional;

/** How releases are shown; names of members are those of REST. */
final class ReleaseViews {
    private static final int DIGEST_SHOWN = 12;

    private ReleaseViews() {}

    static Sheet overview(ReleaseOverview overview) {
        return new Sheet()
                .list("items", "Releases", releases(), overview.releases())
                .list("refused", "Refused on this node", refused(), overview.refused())
                .field("abandonedThreads", "Abandoned threads", Cell.of(overview.abandonedThreads()));
    }

    static Sheet sheet(ReleaseStatus status) {
        return new Sheet()
                .field("digest", "Release", Cell.of(status.release().digest()))
                .field("symbolicName", "Bundle", Cell.of(status.release().symbolicName()))
                .field("version", "Version", Cell.of(status.release().bundleVersion()))
                .field("state", "State", Cell.of(status.release().state().name()))
                .field("source", "Source", Cell.of(status.release().source()))
                .field("releasedAt", "Released", Cell.of(status.release().releasedAt()))
                .field("drain", "Takes nothing new", drain(status))
                .field("operations", "Operations", operationsOf(status))
                .field("waiting", "Waiting", Cell.of(status.waiting()))
                .field("running", "Running", Cell.of(status.running()))
                .field("settling", "Settling", Cell.of(status.settling()))
                .field("abandonedThreads", "Abandoned threads", Cell.of(status.abandonedThreads()))
                .field("trouble", "Trouble", Cell.of(status.trouble()));
    }

    private static Table<ReleaseStatus> releases() {
        return new Table<ReleaseStatus>()
                .column(
                        "symbolicName",
                        "BUNDLE",
                        status -> Cell.of(status.release().symbolicName()))
                .column("version", status -> Cell.of(status.release().bundleVersion()))
                .column("state", status -> Cell.of(status.release().state().name()))
                .column("digest", status -> digest(status.release().digest()))
                .column("waiting", status -> Cell.of(status.waiting()))
                .column("running", status -> Cell.of(status.running()))
                .column("settling", status -> Cell.of(status.settling()))
                .column("abandonedThreads", "ABANDONED", status -> Cell.of(status.abandonedThreads()))
                .column("operations", ReleaseViews::operationsOf)
                .column("source", status -> Cell.of(status.release().source()))
                .column("releasedAt", "", status -> Cell.of(status.release().releasedAt()))
                .column("drain", "TAKES NOTHING NEW", ReleaseViews::drain)
                .column("trouble", status -> Cell.of(status.trouble()));
    }

    private static Table<RefusedJar> refused() {
        return new Table<RefusedJar>()
                .column("source", jar -> Cell.of(jar.source()))
                .column("digest", jar -> digest(jar.digest()))
                .column("refusedAt", "REFUSED", jar -> Cell.of(jar.refusedAt()))
                .column("tryingAgain", "TRYING AGAIN", jar -> Cell.of(jar.tryingAgain()))
                .column("reason", jar -> Cell.of(jar.reason()));
    }

    private static Cell digest(String digest) {
        return Cell.of(digest.substring(0, Math.min(DIGEST_SHOWN, digest.length())), Json.of(digest));
    }

    private static Cell drain(ReleaseStatus status) {
        return Optional.ofNullable(status.release().drain())
                .map(ReleaseViews::told)
                .orElse(Cell.of((String) null));
    }

    private static Cell told(Release.Drain drain) {
        return Cell.of(
                "since " + drain.since() + ", " + drain.reason(),
                Json.object()
                        .put("since", drain.since().toString())
                        .put("reason", drain.reason())
                        .put("byPerson", drain.byPerson())
                        .build());
    }

    private static Cell operationsOf(ReleaseStatus status) {
        List<String> names =
                status.operations().stream().map(DeployedOperation::name).toList();
        return Cell.of(
                names.isEmpty() ? "not on this node" : String.join(", ", names),
                Json.array(status.operations().stream()
                        .map(operation -> Json.object()
                                .put("name", operation.name())
                                .put("version", operation.version())
                                .build())
                        .toList()));
    }
}
