package io.countersign.core.execution;

import java.time.Duration;
import java.time.Instant;

/** Decides how to find out an unknown outcome: the table of the money-safety rules, as a pure function. */
final class ResolutionRule {

    /** What to do next about an effect whose outcome is unknown. */
    enum Step {
        /** The provider still remembers the key: the same request under the same key is harmless and brings the outcome. */
        REPLAY,
        /** The provider may have forgotten the key: only look. */
        LOOK_UP
    }

    private static final Duration[] BACK_OFF = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    /** Clean look-ups that do not find it, after which people are asked. */
    static final int ABSENCES_NEEDED = 2;

    private ResolutionRule() {}

    /** @param databaseNow the clock by which the age of the first send is measured */
    static Step next(Effect effect, Duration keyMemory, Instant databaseNow) {
        Instant firstSentAt = effect.firstSentAt();
        if (firstSentAt == null || effect.cleanAbsences() > 0) {
            // sending again after a look-up that did not find it would make that look-up worthless
            return Step.LOOK_UP;
        }
        return remembersKey(firstSentAt, keyMemory, databaseNow) ? Step.REPLAY : Step.LOOK_UP;
    }

    /** Whether the provider still remembers, for sure, a key that was first sent at the given time. */
    static boolean remembersKey(Instant firstSentAt, Duration keyMemory, Instant databaseNow) {
        return keyMemory.compareTo(Duration.ZERO) > 0
                && Duration.between(firstSentAt, databaseNow).compareTo(safeMemory(keyMemory)) < 0;
    }

    /** Whether a further clean look-up counts: the first one, and later ones far enough apart. */
    static boolean absenceCounts(Effect effect, Duration gap, Instant databaseNow) {
        Instant last = effect.lastAbsenceAt();
        return last == null || !databaseNow.isBefore(last.plus(gap));
    }

    /** How long to wait before the next step, by how often the attempt was sent. */
    static Duration backOff(int sends) {
        return BACK_OFF[Math.min(Math.max(sends - 1, 0), BACK_OFF.length - 1)];
    }

    /** The memory minus the margin; a memory shorter than the margin is halved instead. */
    private static Duration safeMemory(Duration keyMemory) {
        Duration margin = ExecutionSettings.KEY_MEMORY_MARGIN;
        return keyMemory.compareTo(margin.multipliedBy(2)) < 0 ? keyMemory.dividedBy(2) : keyMemory.minus(margin);
    }
}
