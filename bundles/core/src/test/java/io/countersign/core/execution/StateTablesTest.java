package io.countersign.core.execution;

import static io.countersign.core.execution.ExecutionState.AWAITING_APPROVAL;
import static io.countersign.core.execution.ExecutionState.CANCELLED;
import static io.countersign.core.execution.ExecutionState.COMPLETED;
import static io.countersign.core.execution.ExecutionState.EXPIRED;
import static io.countersign.core.execution.ExecutionState.FAILED;
import static io.countersign.core.execution.ExecutionState.NEEDS_ATTENTION;
import static io.countersign.core.execution.ExecutionState.PLANNING;
import static io.countersign.core.execution.ExecutionState.QUEUED;
import static io.countersign.core.execution.ExecutionState.REJECTED;
import static io.countersign.core.execution.ExecutionState.RESOLVING;
import static io.countersign.core.execution.ExecutionState.RETURNED;
import static io.countersign.core.execution.ExecutionState.RUNNING;
import static io.countersign.core.execution.ExecutionState.SCHEDULED;
import static io.countersign.core.execution.ExecutionState.SETTLING;
import static io.countersign.core.execution.ExecutionState.STALE;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

/** The tables of the design, written out once more; every pair is tried. */
public class StateTablesTest {
    private static final ExecutionId ID = new ExecutionId("0".repeat(32));

    private static final Map<ExecutionState, Set<ExecutionState>> EXECUTION = Map.ofEntries(
            Map.entry(PLANNING, Set.of(AWAITING_APPROVAL, QUEUED, SCHEDULED, FAILED, CANCELLED)),
            Map.entry(AWAITING_APPROVAL, Set.of(QUEUED, SCHEDULED, REJECTED, EXPIRED, STALE, CANCELLED)),
            Map.entry(SCHEDULED, Set.of(QUEUED, STALE, CANCELLED)),
            Map.entry(QUEUED, Set.of(RUNNING, STALE, CANCELLED)),
            Map.entry(RUNNING, Set.of(COMPLETED, SETTLING, FAILED, RESOLVING, STALE, CANCELLED)),
            Map.entry(RESOLVING, Set.of(RUNNING, SETTLING, COMPLETED, FAILED, NEEDS_ATTENTION)),
            Map.entry(NEEDS_ATTENTION, Set.of(RUNNING, SETTLING, COMPLETED, FAILED)),
            Map.entry(SETTLING, Set.of(COMPLETED, FAILED, NEEDS_ATTENTION)),
            Map.entry(COMPLETED, Set.of(RETURNED)),
            Map.entry(RETURNED, Set.of()),
            Map.entry(FAILED, Set.of()),
            Map.entry(REJECTED, Set.of()),
            Map.entry(STALE, Set.of()),
            Map.entry(EXPIRED, Set.of()),
            Map.entry(CANCELLED, Set.of()));

    private static final Map<EffectState, Set<EffectState>> EFFECT = Map.of(
            EffectState.PLANNED, Set.of(EffectState.INTENT),
            EffectState.INTENT, Set.of(EffectState.APPLIED, EffectState.REJECTED, EffectState.UNKNOWN),
            EffectState.UNKNOWN, Set.of(EffectState.APPLIED, EffectState.REJECTED, EffectState.NOT_APPLIED),
            EffectState.APPLIED, Set.of(EffectState.RETURNED),
            EffectState.REJECTED, Set.of(),
            EffectState.NOT_APPLIED, Set.of(),
            EffectState.RETURNED, Set.of());

    @Test
    public void anExecutionGoesWhereTheTableSaysAndNowhereElse() {
        for (ExecutionState from : ExecutionState.values()) {
            for (ExecutionState to : ExecutionState.values()) {
                StateChange.Builder change = StateChange.of(ID, from, to, Instant.EPOCH);
                if (EXECUTION.getOrDefault(from, Set.of()).contains(to)) {
                    assertEquals(to, change.build().to());
                } else {
                    assertThrows(from + " to " + to, IllegalStateException.class, change::build);
                }
            }
        }
    }

    @Test
    public void anEffectGoesWhereTheTableSaysAndNowhereElse() {
        for (EffectState from : EffectState.values()) {
            for (EffectState to : EffectState.values()) {
                if (EFFECT.getOrDefault(from, Set.of()).contains(to)) {
                    assertEquals(to, change(from, to).to());
                } else {
                    assertThrows(from + " to " + to, IllegalStateException.class, () -> change(from, to));
                }
            }
        }
    }

    @Test
    public void whatEndsAndWhatPeopleAreShown() {
        Set<ExecutionState> ends = Set.of(COMPLETED, RETURNED, FAILED, REJECTED, STALE, EXPIRED, CANCELLED);
        Map<ExecutionState, ExecutionStatus> shown = Map.ofEntries(
                Map.entry(PLANNING, ExecutionStatus.PENDING),
                Map.entry(AWAITING_APPROVAL, ExecutionStatus.PENDING),
                Map.entry(SCHEDULED, ExecutionStatus.PENDING),
                Map.entry(QUEUED, ExecutionStatus.PENDING),
                Map.entry(RUNNING, ExecutionStatus.RUNNING),
                Map.entry(RESOLVING, ExecutionStatus.RUNNING),
                Map.entry(NEEDS_ATTENTION, ExecutionStatus.RUNNING),
                Map.entry(SETTLING, ExecutionStatus.RUNNING),
                Map.entry(COMPLETED, ExecutionStatus.COMPLETED),
                Map.entry(RETURNED, ExecutionStatus.FAILED),
                Map.entry(FAILED, ExecutionStatus.FAILED),
                Map.entry(REJECTED, ExecutionStatus.FAILED),
                Map.entry(STALE, ExecutionStatus.FAILED),
                Map.entry(EXPIRED, ExecutionStatus.FAILED),
                Map.entry(CANCELLED, ExecutionStatus.CANCELLED));
        for (ExecutionState state : ExecutionState.values()) {
            assertEquals(state.name(), ends.contains(state), state.isEnd());
            assertEquals(state.name(), shown.get(state), state.status());
        }
    }

    @Test
    public void onlyWhatWasSentOrMayHaveBeenIsOpen() {
        for (EffectState state : EffectState.values()) {
            assertEquals(Set.of(EffectState.INTENT, EffectState.UNKNOWN).contains(state), state.isOpen());
        }
    }

    private static EffectChange change(EffectState from, EffectState to) {
        return new EffectChange(ID, "rent", from, to, Instant.EPOCH, null, null, null, null);
    }
}
