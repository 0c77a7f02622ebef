package io.countersign.core.release;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.audit.Refusals;
import io.countersign.core.audit.StoredText;
import io.countersign.core.execution.ExecutionEngine;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.registry.Release;
import io.countersign.core.registry.ReleaseChange;
import io.countersign.core.registry.ReleasePins;
import io.countersign.core.registry.ReleaseRepository;
import io.countersign.core.registry.UnknownOperationException;
import io.countersign.core.time.SharedClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What people do with releases; every change is logged with who asked for it. */
@Component(service = ReleaseService.class)
public final class ReleaseService {
    private static final int ENDED_SHOWN_MAX = 200;
    private static final int COMMENT_LENGTH_MAX = 400;

    private final OperationRegistry registry;
    private final ReleaseRepository releases;
    private final ReleaseInstaller installer;
    private final ExecutionEngine engine;
    private final StaleExecutions stale;
    private final Refusals refusals;
    private final AuditTrail trail;
    private final Clock clock;

    @Activate
    public ReleaseService(
            @Reference OperationRegistry registry,
            @Reference ReleaseRepository releases,
            @Reference ReleaseInstaller installer,
            @Reference ExecutionEngine engine,
            @Reference StaleExecutions stale,
            @Reference AuditRepository audits,
            @Reference SharedClock clock) {
        this.registry = registry;
        this.releases = releases;
        this.installer = installer;
        this.engine = engine;
        this.stale = stale;
        this.clock = clock;
        this.trail = new AuditTrail(clock, new Ids());
        this.refusals = new Refusals(audits, trail);
    }

    /** The largest jar that {@link #install} takes, in bytes. */
    public long jarBytesMax() {
        return installer.jarBytesMax();
    }

    /** All releases that are of use, the latest of those that have ended, and what was refused here. */
    public ReleaseOverview overview(Caller caller) {
        caller.require(Permission.PLUGIN_READ);
        List<Release> all = releases.list();
        List<ReleasePins> pins = releases.pins();
        List<Release> ended =
                all.stream().filter(release -> hasEnded(release, pins)).toList();
        Set<Release> left = Set.copyOf(ended.subList(0, Math.max(0, ended.size() - ENDED_SHOWN_MAX)));
        Map<String, String> troubles = installer.troubles();
        return new ReleaseOverview(
                all.stream()
                        .filter(release -> !left.contains(release))
                        .map(release -> status(release, pins, troubles))
                        .toList(),
                installer.refused(),
                engine.abandonedThreads());
    }

    /** One release by its whole digest, or throws {@link UnknownReleaseException}. */
    public ReleaseStatus get(Caller caller, String digest) {
        caller.require(Permission.PLUGIN_READ);
        return status(known(digest), releases.pins(), installer.troubles());
    }

    /**
     * The digest that a person means who types the beginning of it, or the name of an operation for the release that
     * takes its new executions.
     *
     * @throws UnknownReleaseException when none or several begin so
     * @throws UnknownOperationException when nothing offers the operation on this node
     */
    public String digestOf(Caller caller, String typed) {
        caller.require(Permission.PLUGIN_READ);
        if (typed.contains(".")) {
            return registry.newest(typed)
                    .map(DeployedOperation::releaseDigest)
                    .orElseThrow(() -> new UnknownOperationException(typed));
        }
        List<Release> found = releases.list().stream()
                .filter(release -> release.digest().startsWith(typed))
                .toList();
        if (found.size() != 1) {
            throw new UnknownReleaseException(
                    typed,
                    found.isEmpty()
                            ? noRelease(typed)
                            : found.size() + " releases begin with '" + typed + "'; type more digits");
        }
        return found.get(0).digest();
    }

    /**
     * Takes a new jar in: once it serves it takes new executions, and the other releases of its bundle drain.
     *
     * @throws ReleaseTooLargeException when it is larger than {@link #jarBytesMax}
     * @throws ReleaseUnusableException when it cannot serve; nothing has changed then
     */
    public ReleaseStatus install(Caller caller, String fileName, InputStream jar) throws IOException {
        try {
            return refusals.noting(caller, "plugin:" + fileName, () -> {
                caller.require(Permission.PLUGIN_RELEASE);
                try {
                    return get(caller, installer.install(caller, fileName, jar).digest());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Lets a release take new executions; the others of its bundle drain.
     *
     * @throws ReleaseUnusableException when it cannot serve; nothing has changed then
     */
    public ReleaseStatus start(Caller caller, String digest, String comment) {
        return refusals.noting(caller, subject(digest), () -> {
            caller.require(Permission.PLUGIN_RELEASE);
            Release release = known(digest);
            String reason = told("release " + release.digest() + " was started by " + caller.username(), comment);
            return get(
                    caller,
                    installer.activate(caller, release, drain(reason, false)).digest());
        });
    }

    /**
     * Lets a release finish what is pinned to it and take nothing new.
     *
     * @throws ReleaseConflictException when it takes nothing new already
     */
    public ReleaseStatus stop(Caller caller, String digest, String comment) {
        return refusals.noting(caller, subject(digest), () -> {
            caller.require(Permission.PLUGIN_RELEASE);
            Release release = known(digest);
            if (!release.isActive()) {
                throw new ReleaseConflictException(
                        digest, "release " + digest + " is " + release.state() + "; it takes no new executions anyway");
            }
            Release.Drain drain = drain(told("stopped by " + caller.username(), comment), true);
            record(caller, release.drained(drain));
            registry.stopNewExecutions(digest);
            installer.alignSoon();
            return get(caller, digest);
        });
    }

    /**
     * The release that served before takes new executions again, and this one drains.
     *
     * @return the release that was gone back to
     * @throws ReleaseConflictException when this one takes no new executions, or none before it is left
     * @throws ReleaseUnusableException when the one before cannot serve; nothing has changed then
     */
    public ReleaseStatus rollback(Caller caller, String digest, String comment) {
        return refusals.noting(caller, subject(digest), () -> {
            caller.require(Permission.PLUGIN_RELEASE);
            Release release = known(digest);
            if (!release.isActive()) {
                throw new ReleaseConflictException(
                        digest,
                        "release " + digest + " is " + release.state()
                                + "; roll back the one that takes new executions, or start an earlier one by its digest");
            }
            Release before = Rollback.target(releases.list(), release, installer::isKept)
                    .orElseThrow(() -> new ReleaseConflictException(
                            digest,
                            "there is no earlier release of " + release.symbolicName()
                                    + " to go back to that is neither stopped nor withdrawn by a person and whose jar"
                                    + " is kept; stop this one, or upload another"));
            String reason = told("rolled back to " + before.digest() + " by " + caller.username(), comment);
            return get(
                    caller,
                    installer.activate(caller, before, drain(reason, true)).digest());
        });
    }

    /**
     * Takes a release back: nothing starts on it any more, what has not started becomes stale, and what runs is stopped
     * at its next effect. Only a person starts it again.
     *
     * @throws ReleaseConflictException when it is withdrawn already
     */
    public ReleaseStatus withdraw(Caller caller, String digest, String comment) {
        return refusals.noting(caller, subject(digest), () -> {
            caller.require(Permission.PLUGIN_RELEASE);
            Release release = known(digest);
            if (release.state() == Release.State.WITHDRAWN) {
                throw new ReleaseConflictException(digest, "release " + digest + " is withdrawn already");
            }
            Release withdrawn = release.withdrawn(drain(told("withdrawn by " + caller.username(), comment), true));
            record(caller, withdrawn);
            registry.stopNewExecutions(digest);
            stale.end(caller, withdrawn);
            installer.alignSoon();
            return get(caller, digest);
        });
    }

    private void record(Caller caller, Release changed) {
        Release.Drain drain = changed.drain();
        JsonObject details = Json.object()
                .put("symbolicName", changed.symbolicName())
                .put("bundleVersion", changed.bundleVersion())
                .put("source", changed.source())
                .put("state", changed.state().name())
                .put("reason", drain == null ? "" : drain.reason())
                .build();
        boolean recorded = releases.record(List.of(new ReleaseChange(
                changed, trail.entry(caller, AuditAction.RELEASE_DEACTIVATED, subject(changed.digest()), details))));
        if (!recorded) {
            throw new ReleaseConflictException(
                    changed.digest(),
                    "release " + changed.digest() + " was changed by somebody else meanwhile; look at it again");
        }
    }

    private ReleaseStatus status(Release release, List<ReleasePins> pins, Map<String, String> troubles) {
        List<DeployedOperation> operations = registry.all().stream()
                .filter(operation -> operation.releaseDigest().equals(release.digest()))
                .toList();
        List<ReleasePins> own = pins.stream()
                .filter(pinned -> pinned.digest().equals(release.digest()))
                .toList();
        return new ReleaseStatus(
                release,
                operations,
                own.stream().mapToLong(ReleasePins::waiting).sum(),
                own.stream().mapToLong(ReleasePins::running).sum(),
                own.stream().mapToLong(ReleasePins::settling).sum(),
                operations.stream()
                        .mapToInt(operation -> engine.abandonedThreads(operation.plugin()))
                        .sum(),
                troubles.get(release.digest()));
    }

    private Release known(String digest) {
        return releases.find(digest).orElseThrow(() -> new UnknownReleaseException(digest, noRelease(digest)));
    }

    private Release.Drain drain(String reason, boolean byPerson) {
        return new Release.Drain(clock.instant().truncatedTo(ChronoUnit.MICROS), reason, byPerson);
    }

    private static boolean hasEnded(Release release, List<ReleasePins> pins) {
        boolean over = release.state() == Release.State.RETIRED || release.state() == Release.State.WITHDRAWN;
        return over && pins.stream().noneMatch(pinned -> pinned.digest().equals(release.digest()));
    }

    private static String noRelease(String typed) {
        return "there is no release '" + typed + "'; see ops:plugins or GET /plugins";
    }

    private static String told(String what, String comment) {
        return comment.isBlank() ? what : what + ": " + StoredText.of(comment, COMMENT_LENGTH_MAX);
    }

    private static String subject(String digest) {
        return "release:" + digest;
    }
}
