package io.countersign.stripe.simulator;

import io.countersign.stripe.simulator.JournalEntry.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything the simulator knows, rebuilt from the ledger at start and changed only by appending to it. One change at a
 * time: a decision and the entry that follows from it are made inside {@link #exclusively}.
 */
final class Books {
    static final int ENTRIES_MAX = 200_000;

    private final LedgerFile file;
    private final IdempotencyKeys keys;
    private final List<JournalEntry> entries = new ArrayList<>();
    private final Map<AccountScope, Map<Pocket, Long>> pockets = new LinkedHashMap<>();
    private final Map<AccountScope, JsonObject> settings = new LinkedHashMap<>();
    private final Map<String, Payout> payouts = new LinkedHashMap<>();
    private final Map<String, Payout> moving = new LinkedHashMap<>();

    private record Pocket(String place, String currency, String sourceType) {}

    Books(LedgerFile file, IdempotencyKeys keys) {
        this.file = file;
        this.keys = keys;
        file.found().forEach(this::apply);
    }

    synchronized <T> T exclusively(Supplier<T> action) {
        return action.get();
    }

    /** Writes the change to disk, then makes it visible. */
    synchronized JournalEntry append(Change change, Instant at) {
        if (entries.size() >= ENTRIES_MAX) {
            throw new IllegalStateException("the ledger " + file.path() + " is full (" + ENTRIES_MAX
                    + " entries); start with an empty data directory");
        }
        JournalEntry entry = new JournalEntry(entries.size() + 1L, at, change);
        file.append(entry);
        apply(entry);
        return entry;
    }

    private void apply(JournalEntry entry) {
        Change change = entry.change();
        entries.add(entry);
        for (Posting posting : change.postings()) {
            pockets.computeIfAbsent(change.scope(), scope -> new LinkedHashMap<>())
                    .merge(
                            new Pocket(posting.place(), posting.currency(), posting.sourceType()),
                            posting.amountMinorUnits(),
                            Math::addExact);
        }
        Payout payout = change.payout();
        if (payout != null) {
            payouts.put(payout.id(), payout);
            moving.remove(payout.id());
            if (payout.nextStep() != null) moving.put(payout.id(), payout);
        }
        if (change.settings() != null) settings.put(change.scope(), change.settings());
        StoredAnswer answer = change.answer();
        if (answer != null) keys.remember(answer);
    }

    synchronized List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    /** The entries behind the first so many, oldest first. */
    synchronized List<JournalEntry> entriesAfter(int count) {
        return List.copyOf(entries.subList(count, entries.size()));
    }

    synchronized boolean isEmpty() {
        return entries.isEmpty();
    }

    synchronized Instant lastMoment() {
        return entries.isEmpty()
                ? Instant.EPOCH
                : entries.get(entries.size() - 1).at();
    }

    synchronized boolean knows(AccountScope scope) {
        return pockets.containsKey(scope) || settings.containsKey(scope);
    }

    synchronized JsonObject settings(AccountScope scope) {
        return settings.getOrDefault(scope, new JsonObject());
    }

    synchronized long amount(AccountScope scope, String place, String currency, String sourceType) {
        return pockets(scope).getOrDefault(new Pocket(place, currency, sourceType), 0L);
    }

    synchronized Set<String> currencies(AccountScope scope) {
        Set<String> currencies = new TreeSet<>();
        for (Pocket pocket : pockets(scope).keySet()) {
            currencies.add(pocket.currency());
        }
        return currencies;
    }

    /** The amount of each source type the account ever had in this place and currency. */
    synchronized Map<String, Long> bySourceType(AccountScope scope, String place, String currency) {
        Map<String, Long> amounts = new TreeMap<>();
        pockets(scope).forEach((pocket, amount) -> {
            if (pocket.place().equals(place) && pocket.currency().equals(currency)) {
                amounts.put(pocket.sourceType(), amount);
            }
        });
        return amounts;
    }

    private Map<Pocket, Long> pockets(AccountScope scope) {
        return pockets.getOrDefault(scope, Map.of());
    }

    synchronized @Nullable Payout payout(AccountScope scope, String id) {
        Payout payout = payouts.get(id);
        return payout != null && payout.scope().equals(scope) ? payout : null;
    }

    synchronized List<Payout> payoutsNewestFirst(AccountScope scope) {
        List<Payout> mine = new ArrayList<>(payouts.values());
        mine.removeIf(payout -> !payout.scope().equals(scope));
        Collections.reverse(mine);
        return mine;
    }

    /** The payouts to which something will still happen by itself. */
    synchronized Collection<Payout> moving() {
        return List.copyOf(moving.values());
    }

    synchronized List<JsonObject> balanceTransactionsNewestFirst(AccountScope scope) {
        List<JsonObject> mine = new ArrayList<>();
        for (JournalEntry entry : entries) {
            JsonObject transaction = entry.change().balanceTransaction();
            if (transaction != null && entry.change().scope().equals(scope)) mine.add(transaction);
        }
        Collections.reverse(mine);
        return mine;
    }
}
