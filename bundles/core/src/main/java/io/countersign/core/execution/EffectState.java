package io.countersign.core.execution;

import java.util.Set;

/** States of one effect and where each may lead; an illegal transition throws. */
public enum EffectState {
    /** Signed, not yet sent. */
    PLANNED,
    /** About to be sent: durably noted, no answer noted yet. */
    INTENT,
    APPLIED,
    REJECTED,
    /** Sent, outcome not known; its item stays locked. */
    UNKNOWN,
    /** Two people established that it did not happen. */
    NOT_APPLIED,
    /** Applied, and came back later. */
    RETURNED;

    /** The states this one may lead to. */
    public Set<EffectState> next() {
        return switch (this) {
            case PLANNED -> Set.of(INTENT);
            case INTENT -> Set.of(APPLIED, REJECTED, UNKNOWN);
            case UNKNOWN -> Set.of(APPLIED, REJECTED, NOT_APPLIED);
            case APPLIED -> Set.of(RETURNED);
            case REJECTED, NOT_APPLIED, RETURNED -> Set.of();
        };
    }

    /** Whether money may be moving or may have moved without us knowing. */
    public boolean isOpen() {
        return this == INTENT || this == UNKNOWN;
    }

    /** Throws unless {@code target} may follow. */
    public void requireMayBecome(EffectState target) {
        if (!next().contains(target)) {
            throw new IllegalStateException("an effect cannot go from " + this + " to " + target);
        }
    }
}
