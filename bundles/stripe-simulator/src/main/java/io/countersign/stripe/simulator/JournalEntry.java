package io.countersign.stripe.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger file: what happened, the money it moved and the answer it gave, all or nothing.
 *
 * @param sequence position in the file, starting from 1
 * @param at virtual time
 * @param change what happened
 */
record JournalEntry(long sequence, Instant at, Change change) {

    /**
     * A change that is not yet in the ledger.
     *
     * @param type an event type of Stripe for payouts ({@code payout.created}), else a name of the simulator's own
     * @param scope the account concerned
     * @param postings the money moved; adds up to zero in each currency
     * @param payout the payout after the change, or null
     * @param balanceTransaction the balance transaction it made, or null
     * @param settings the account's settings after the change, or null
     * @param answer the answer stored under an idempotency key, or null
     */
    record Change(
            String type,
            AccountScope scope,
            List<Posting> postings,
            @Nullable Payout payout,
            @Nullable JsonObject balanceTransaction,
            @Nullable JsonObject settings,
            @Nullable StoredAnswer answer) {

        static final String ANSWER_STORED = "answer.stored";
        static final String BALANCE_SET = "balance.set";
        static final String CLOCK_ADVANCED = "clock.advanced";
        static final String ACCOUNT_CHANGED = "account.changed";

        Change {
            postings = List.copyOf(postings);
            Map<String, Long> sums = new TreeMap<>();
            for (Posting posting : postings) {
                sums.merge(posting.currency(), posting.amountMinorUnits(), Math::addExact);
            }
            if (sums.values().stream().anyMatch(sum -> sum != 0)) {
                throw new IllegalArgumentException("postings of " + type + " do not add up to zero: " + sums);
            }
        }

        static Change of(String type, AccountScope scope) {
            return new Change(type, scope, List.of(), null, null, null, null);
        }

        static Change ofPayout(
                String type, Payout payout, List<Posting> postings, @Nullable JsonObject balanceTransaction) {
            return new Change(type, payout.scope(), postings, payout, balanceTransaction, null, null);
        }

        Change withAnswer(StoredAnswer stored) {
            return new Change(type, scope, postings, payout, balanceTransaction, settings, stored);
        }
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject()
                .with("sequence", sequence)
                .with("at", at.toString())
                .with("type", change.type())
                .with("account", change.scope().accountId())
                .with("livemode", change.scope().livemode())
                .with(
                        "postings",
                        change.postings().stream().map(Posting::toJson).toList());
        Payout payout = change.payout();
        if (payout != null) {
            json.with("payout", payout.fields())
                    .with("schedule", payout.schedule().toJson());
        }
        if (change.balanceTransaction() != null) json.with("balance_transaction", change.balanceTransaction());
        if (change.settings() != null) json.with("settings", change.settings());
        StoredAnswer answer = change.answer();
        if (answer != null) json.with("answer", answer.toJson());
        return json;
    }

    static JournalEntry fromJson(JsonObject json) {
        Instant at = Instant.parse(json.string("at"));
        AccountScope scope = new AccountScope(json.string("account"), json.flag("livemode", false));
        Payout payout = json.has("payout")
                ? new Payout(scope, json.object("payout"), PayoutSchedule.fromJson(json.object("schedule")))
                : null;
        return new JournalEntry(
                json.number("sequence"),
                at,
                new Change(
                        json.string("type"),
                        scope,
                        json.objects("postings").stream().map(Posting::fromJson).toList(),
                        payout,
                        json.has("balance_transaction") ? json.object("balance_transaction") : null,
                        json.has("settings") ? json.object("settings") : null,
                        json.has("answer") ? StoredAnswer.fromJson(json.object("answer"), scope, at) : null));
    }
}
