package io.countersign.persistence;

import io.countersign.core.registry.Release;
import java.time.OffsetDateTime;
import java.util.Objects;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Row of {@code operation_release}, for reading. */
@Entity
@Table(name = "operation_release")
class ReleaseRow {
    @Id
    private String digest;

    @Column(name = "symbolic_name")
    private String symbolicName;

    @Column(name = "bundle_version")
    private String bundleVersion;

    private String source;
    private String state;

    @Column(name = "released_at")
    private OffsetDateTime releasedAt;

    @Column(name = "drained_at")
    private @Nullable OffsetDateTime drainedAt;

    @Column(name = "drain_reason")
    private @Nullable String drainReason;

    @Column(name = "drained_by_person")
    private boolean drainedByPerson;

    private long revision;

    @SuppressWarnings("NullAway.Init") // OpenJPA fills the fields
    protected ReleaseRow() {}

    Release toRelease() {
        return new Release(
                digest,
                symbolicName,
                bundleVersion,
                source,
                Release.State.valueOf(state),
                releasedAt.toInstant(),
                drain(),
                revision);
    }

    private Release.@Nullable Drain drain() {
        OffsetDateTime since = drainedAt;
        return since == null
                ? null
                : new Release.Drain(since.toInstant(), Objects.requireNonNullElse(drainReason, ""), drainedByPerson);
    }
}
