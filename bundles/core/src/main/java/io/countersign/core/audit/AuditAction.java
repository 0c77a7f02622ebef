package io.countersign.core.audit;

/** Everything the log can tell of. The dotted words are stable; readers of the log rely on them. */
public enum AuditAction {
    EXECUTION_SUBMITTED("execution.submitted"),
    EXECUTION_PLANNED("execution.planned"),
    EXECUTION_PLAN_FAILED("execution.plan-failed"),
    EXECUTION_APPROVED("execution.approved"),
    EXECUTION_REJECTED("execution.rejected"),
    EXECUTION_SCHEDULED("execution.scheduled"),
    EXECUTION_QUEUED("execution.queued"),
    EXECUTION_EXPIRED("execution.expired"),
    EXECUTION_STARTED("execution.started"),
    EXECUTION_TAKEN_OVER("execution.taken-over"),
    EXECUTION_STALE("execution.stale"),
    EXECUTION_RESOLVING("execution.resolving"),
    EXECUTION_RESUMED("execution.resumed"),
    EXECUTION_NEEDS_ATTENTION("execution.needs-attention"),
    EXECUTION_SETTLING("execution.settling"),
    EXECUTION_COMPLETED("execution.completed"),
    EXECUTION_RETURNED("execution.returned"),
    EXECUTION_FAILED("execution.failed"),
    EXECUTION_CANCEL_REQUESTED("execution.cancel-requested"),
    EXECUTION_CANCELLED("execution.cancelled"),
    EFFECT_INTENT("effect.intent"),
    EFFECT_APPLIED("effect.applied"),
    EFFECT_REJECTED("effect.rejected"),
    EFFECT_UNKNOWN("effect.unknown"),
    EFFECT_NOT_APPLIED("effect.not-applied"),
    EFFECT_RETURNED("effect.returned"),
    EFFECT_REFUSED("effect.refused"),
    EFFECT_RESOLUTION_PROPOSED("effect.resolution-proposed"),
    FILE_UPLOADED("file.uploaded"),
    FILE_WRITTEN("file.written"),
    SESSION_STARTED("session.started"),
    SESSION_ENDED("session.ended"),
    SESSION_REFUSED("session.refused"),
    USER_CREATED("user.created"),
    USER_PASSWORD_CHANGED("user.password-changed"),
    RELEASE_ACTIVATED("release.activated"),
    RELEASE_DEACTIVATED("release.deactivated"),
    RELEASE_REFUSED("release.refused"),
    DATABASE_RESTORED("database.restored"),
    WEBHOOK_RECEIVED("webhook.received"),
    WEBHOOK_REFUSED("webhook.refused"),
    REQUEST_REFUSED("request.refused");

    private final String word;

    AuditAction(String word) {
        this.word = word;
    }

    /** The dotted word in the log. */
    public String word() {
        return word;
    }
}
