package io.countersign.core.execution;

import io.countersign.core.audit.AuditAction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the bank's ledger with what the platform believes, when everything has come to an end. */
final class SimulationCheck {
    private static final Set<EffectState> PAID = Set.of(EffectState.APPLIED, EffectState.RETURNED);

    private final SimulatedStore store;
    private final SimulatedBank bank;
    private final Map<String, ExecutionId> accepted;
    private final boolean powerWasLost;
    private final boolean backupWasRestored;

    SimulationCheck(
            SimulatedStore store,
            SimulatedBank bank,
            Map<String, ExecutionId> accepted,
            boolean powerWasLost,
            boolean backupWasRestored) {
        this.store = store;
        this.bank = bank;
        this.accepted = accepted;
        this.powerWasLost = powerWasLost;
        this.backupWasRestored = backupWasRestored;
    }

    void check() {
        nothingIsPaidTwice();
        for (ExecutionId id : accepted.values()) {
            if (store.executions().find(id).isEmpty()) {
                require(powerWasLost, "execution " + id + " was accepted and is lost");
                continue;
            }
            eventsHaveNoGaps(id);
            if (wasEndedUnseen(id)) {
                continue;
            }
            for (Effect effect : store.executions().effects(id)) {
                check(id, effect);
            }
        }
        Set<String> known = accepted.values().stream().map(ExecutionId::text).collect(Collectors.toSet());
        for (SimulatedBank.Booking line : bank.ledger()) {
            require(known.contains(line.execution()), "nobody knows the execution of " + line);
            require(
                    backupWasRestored
                            || store.executions()
                                    .find(new ExecutionId(line.execution()))
                                    .isPresent(),
                    "the execution of " + line + " is lost");
        }
    }

    /** A backup brought it back and people ended it before it was looked up. */
    private boolean wasEndedUnseen(ExecutionId id) {
        return store.backups().isFromBackup(id)
                && store.executions().effects(id).stream().allMatch(effect -> effect.attempt() == 0);
    }

    private void nothingIsPaidTwice() {
        Map<String, Long> times = bank.ledger().stream()
                .collect(Collectors.groupingBy(line -> line.execution() + " " + line.effect(), Collectors.counting()));
        times.forEach((effect, count) -> require(count == 1, effect + " was paid " + count + " times"));
    }

    private void check(ExecutionId id, Effect effect) {
        boolean paid = bank.booked(id.text(), effect.name()).isPresent();
        require(!effect.state().isOpen(), "effect " + effect.name() + " of " + id + " is still " + effect.state());
        require(
                paid == PAID.contains(effect.state()),
                "effect " + effect.name() + " of " + id + " is " + effect.state() + " but the bank "
                        + (paid ? "paid it" : "did not pay it"));
        Map<AuditAction, Long> told = store.audit().entries().stream()
                .filter(entry -> entry.subject().equals(EngineParts.subject(id)))
                .filter(entry -> entry.toJson().object("details").has("effect")
                        && entry.toJson().object("details").text("effect").equals(effect.name()))
                .collect(Collectors.groupingBy(entry -> entry.action(), Collectors.counting()));
        long intents = told.getOrDefault(AuditAction.EFFECT_INTENT, 0L);
        require(intents == effect.attempt(), "the log tells of " + intents + " attempts of " + effect);
        long applied = told.getOrDefault(AuditAction.EFFECT_APPLIED, 0L);
        require(applied == (paid ? 1 : 0), "the log says " + applied + " times that " + effect + " was applied");
    }

    private void eventsHaveNoGaps(ExecutionId id) {
        List<ExecutionEvent> events = store.executions().events(id, 0, 10_000);
        for (int i = 0; i < events.size(); i++) {
            require(events.get(i).number() == i + 1L, "event " + (i + 1) + " of " + id + " is missing");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
