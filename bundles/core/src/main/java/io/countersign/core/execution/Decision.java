package io.countersign.core.execution;

import java.time.Instant;

/**
 * A person's decision on a plan.
 *
 * @param kind approved or rejected
 * @param planDigest the digest the person saw and signed
 * @param comment may be empty for an approval
 */
public record Decision(
        ExecutionId execution,
        String approverId,
        String approverName,
        Kind kind,
        String planDigest,
        String comment,
        Instant at) {

    /** The two decisions. */
    public enum Kind {
        APPROVED,
        REJECTED
    }
}
