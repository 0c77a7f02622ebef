package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.audit.AuditAction;

/** Cancels where nothing is open or unknown. */
final class Cancellation {
    private final EngineParts parts;

    Cancellation(EngineParts parts) {
        this.parts = parts;
    }

    void cancel(Caller caller, Execution execution, String comment) {
        ExecutionId id = execution.id();
        JsonObject details = Json.object()
                .put("comment", Comment.require("comment", comment))
                .build();
        switch (execution.state()) {
            case CANCELLED -> {
                // already what was asked for
            }
            case PLANNING, AWAITING_APPROVAL, SCHEDULED, QUEUED ->
                parts.executions()
                        .recordChange(
                                StateChange.of(id, execution.state(), ExecutionState.CANCELLED, parts.now())
                                        .raisingFence()
                                        .failure(new Failure("cancelled", "cancelled by " + caller.username()))
                                        .details(details)
                                        .build(),
                                parts.trail()
                                        .entry(
                                                caller,
                                                AuditAction.EXECUTION_CANCELLED,
                                                EngineParts.subject(id),
                                                details));
            case RUNNING, RESOLVING, NEEDS_ATTENTION -> {
                // what is open is found out first; then nothing more is sent
                if (!execution.cancelRequested()) {
                    parts.executions()
                            .recordCancelRequest(
                                    id,
                                    parts.trail()
                                            .entry(
                                                    caller,
                                                    AuditAction.EXECUTION_CANCEL_REQUESTED,
                                                    EngineParts.subject(id),
                                                    details));
                }
            }
            case SETTLING ->
                throw new StateConflictException(
                        id,
                        "execution " + id + " is SETTLING: everything was sent and cannot be called back; wait for its"
                                + " outcome");
            default ->
                throw new StateConflictException(id, "execution " + id + " has already ended as " + execution.state());
        }
    }
}
