package io.countersign.api.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What survives a crash: the latest entry of each effect and every entry ever written, in order. */
final class EffectJournal {
    private final Map<String, JournalEntry> latest = new LinkedHashMap<>();
    private final List<JournalEntry> history = new ArrayList<>();

    JournalEntry write(JournalEntry entry) {
        latest.put(entry.effectId(), entry);
        history.add(entry);
        return entry;
    }

    Optional<JournalEntry> find(String effectId) {
        return Optional.ofNullable(latest.get(effectId));
    }

    List<JournalEntry> entries() {
        return List.copyOf(latest.values());
    }

    List<JournalEntry> history() {
        return List.copyOf(history);
    }
}
