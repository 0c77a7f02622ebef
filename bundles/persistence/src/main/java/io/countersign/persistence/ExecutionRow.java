package io.countersign.persistence;

import io.countersign.api.json.Json;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.Failure;
import io.countersign.core.execution.NewExecution;
import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Row of {@code execution}. Inserted and read here; changed only by SQL that checks fence and state. */
@Entity
@Table(name = "execution")
class ExecutionRow {
    @Id
    private String id;

    private String operation;

    @Column(name = "release_digest")
    private @Nullable String releaseDigest;

    @Column(name = "plugin_version")
    private @Nullable String pluginVersion;

    private String state;
    private String parameters;

    @Column(name = "initiator_id")
    private String initiatorId;

    @Column(name = "initiator_name")
    private String initiatorName;

    private String comment;

    @Column(name = "scheduled_for")
    private @Nullable OffsetDateTime scheduledFor;

    @Column(name = "plan_digest")
    private @Nullable String planDigest;

    @Column(name = "risk_level")
    private @Nullable String riskLevel;

    private long fence;

    @Column(name = "event_number")
    private long eventNumber;

    @Column(name = "log_number")
    private long logNumber;

    @Column(name = "progress_done")
    private long progressDone;

    private @Nullable String repeats;

    @Column(name = "progress_total")
    private long progressTotal;

    @Column(name = "cancel_requested")
    private boolean cancelRequested;

    @Column(name = "waiting_reason")
    private @Nullable String waitingReason;

    private @Nullable String result;

    @Column(name = "failure_code")
    private @Nullable String failureCode;

    @Column(name = "failure_message")
    private @Nullable String failureMessage;

    @Column(name = "created_at")
    private OffsetDateTime createdAt;

    @Column(name = "updated_at")
    private OffsetDateTime updatedAt;

    @Column(name = "started_at")
    private @Nullable OffsetDateTime startedAt;

    @Column(name = "ended_at")
    private @Nullable OffsetDateTime endedAt;

    @SuppressWarnings("NullAway.Init") // OpenJPA fills the fields
    protected ExecutionRow() {}

    ExecutionRow(NewExecution submission, OffsetDateTime now) {
        id = submission.id().text();
        operation = submission.operation();
        state = ExecutionState.PLANNING.name();
        parameters = submission.parameters().toText();
        initiatorId = submission.initiatorId();
        initiatorName = submission.initiatorName();
        comment = submission.comment();
        scheduledFor = Timestamps.columnOrNull(submission.scheduledFor());
        ExecutionId earlier = submission.repeats();
        repeats = earlier == null ? null : earlier.text();
        eventNumber = 1;
        createdAt = Timestamps.column(submission.createdAt());
        updatedAt = now;
    }

    Execution toExecution() {
        return new Execution(
                new ExecutionId(id),
                operation,
                releaseDigest,
                pluginVersion,
                ExecutionState.valueOf(state),
                Json.parse(parameters).asObject(),
                initiatorId,
                initiatorName,
                comment,
                Timestamps.instantOrNull(scheduledFor),
                repeats == null ? null : new ExecutionId(repeats),
                planDigest,
                riskLevel,
                fence,
                eventNumber,
                progressDone,
                progressTotal,
                cancelRequested,
                waitingReason,
                result == null ? null : Json.parse(result).asObject(),
                failureCode == null || failureMessage == null ? null : new Failure(failureCode, failureMessage),
                createdAt.toInstant(),
                updatedAt.toInstant(),
                Timestamps.instantOrNull(startedAt),
                Timestamps.instantOrNull(endedAt));
    }
}
