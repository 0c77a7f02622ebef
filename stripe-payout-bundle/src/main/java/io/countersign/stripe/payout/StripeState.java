package io.countersign.stripe.payout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything a plan rests on, as it was read at Stripe.
 *
 * @param account whose money it is
 * @param balances what can be paid out, ordered by currency and source type
 * @param destinations where it can go
 * @param recentPayouts payouts of the last 30 days, newest first
 * @param remarks what looked odd while reading, for people
 * @param readAt when
 */
record StripeState(
        Account account,
        List<SourceBalance> balances,
        Destinations destinations,
        List<RecentPayout> recentPayouts,
        List<String> remarks,
        Instant readAt) {

    StripeState {
        balances = List.copyOf(balances);
        recentPayouts = List.copyOf(recentPayouts);
        remarks = List.copyOf(remarks);
    }

    /**
     * A Stripe account.
     *
     * @param id {@code acct_…}
     * @param name as people know it; empty when it has none
     * @param livemode whether its money is real
     * @param payoutsEnabled whether Stripe lets it pay out
     * @param scheduleInterval {@code manual}, {@code daily} …; empty when Stripe does not say
     */
    record Account(String id, String name, boolean livemode, boolean payoutsEnabled, String scheduleInterval) {
        String modeLabel() {
            return livemode ? "live" : "test";
        }
    }

    /**
     * A payout made lately.
     *
     * @param sourceType {@code card} …; empty when Stripe does not say
     * @param failureCode empty unless it failed
     * @param failureBalanceTransaction what put the money back on the balance; empty when nothing did
     * @param executionId which execution made it; empty when it was none
     */
    record RecentPayout(
            String id,
            String currency,
            String sourceType,
            long amountMinorUnits,
            Instant created,
            String status,
            String failureCode,
            String failureBalanceTransaction,
            String executionId) {

        /** Whether it did not arrive, or not to stay. */
        boolean isReturned() {
            return status.equals("failed") || status.equals("canceled");
        }

        boolean concerns(SourceBalance balance) {
            return currency.equals(balance.currencyCode()) && sourceType.equals(balance.sourceType());
        }
    }

    Optional<SourceBalance> balance(String currencyCode, String sourceType) {
        return balances.stream()
                .filter(one -> one.currencyCode().equals(currencyCode))
                .filter(one -> one.sourceType().equals(sourceType))
                .findFirst();
    }
}
