package io.countersign.stripe.payout;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.model.Account;
import com.stripe.model.Balance;
import com.stripe.model.BankAccount;
import com.stripe.model.Card;
import com.stripe.model.ExternalAccount;
import com.stripe.model.Payout;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.OperationException;
import io.countersign.stripe.payout.StripeState.RecentPayout;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads at Stripe what a plan rests on, and brings it into the plug-in's own words. Changes nothing. */
final class StripeReader {
    /** A payout may fail 5 business days after it was paid, which may be 5 after it was made. */
    private static final Duration RECENT = Duration.ofDays(30);

    private final StripeApi api;
    private final Connection connection;
    private final List<String> remarks = new ArrayList<>();

    private StripeReader(StripeApi api, Connection connection) {
        this.api = api;
        this.connection = connection;
    }

    /**
     * Reads everything.
     *
     * @param instant whether instant payouts are wanted, which have a balance of their own
     * @throws OperationException when Stripe cannot be reached, refuses, or is in the other mode
     */
    static StripeState read(StripeApi api, Connection connection, boolean instant, Clock clock) {
        return new StripeReader(api, connection).read(instant, clock);
    }

    /**
     * Reads the balances alone.
     *
     * @throws OperationException as {@link #read}
     */
    static List<SourceBalance> readBalances(StripeApi api, Connection connection, boolean instant) {
        StripeReader reader = new StripeReader(api, connection);
        try {
            return reader.balances(reader.checkedBalance(), instant);
        } catch (StripeException e) {
            throw api.explain(e);
        }
    }

    private StripeState read(boolean instant, Clock clock) {
        Instant readAt = clock.instant();
        try {
            Balance balance = checkedBalance();
            Account account = api.account();
            return new StripeState(
                    describe(account, Boolean.TRUE.equals(balance.getLivemode())),
                    balances(balance, instant),
                    destinations(account.getId()),
                    recentPayouts(readAt.minus(RECENT)),
                    remarks,
                    readAt);
        } catch (StripeException e) {
            throw api.explain(e);
        }
    }

    private Balance checkedBalance() throws StripeException {
        Balance balance = api.balance();
        if (balance.getLivemode() == null || balance.getAvailable() == null) {
            throw new OperationException(
                    "stripe_failed",
                    "the balance that " + api.address() + " answered is incomplete; is this address Stripe's?");
        }
        StripeAccess.requireLivemode(connection, balance.getLivemode());
        return balance;
    }

    private static StripeState.Account describe(Account account, boolean livemode) {
        String name = "";
        String interval = "";
        if (account.getBusinessProfile() != null) {
            name = text(account.getBusinessProfile().getName());
        }
        Account.Settings settings = account.getSettings();
        if (settings != null) {
            if (name.isEmpty() && settings.getDashboard() != null) {
                name = text(settings.getDashboard().getDisplayName());
            }
            if (settings.getPayouts() != null && settings.getPayouts().getSchedule() != null) {
                interval = text(settings.getPayouts().getSchedule().getInterval());
            }
        }
        return new StripeState.Account(
                account.getId(), name, livemode, Boolean.TRUE.equals(account.getPayoutsEnabled()), interval);
    }

    private List<SourceBalance> balances(Balance balance, boolean instant) {
        List<SourceBalance> balances = new ArrayList<>();
        if (instant) {
            List<Balance.InstantAvailable> available =
                    Objects.requireNonNullElse(balance.getInstantAvailable(), List.of());
            for (Balance.InstantAvailable one : available) {
                Balance.InstantAvailable.SourceTypes types = one.getSourceTypes();
                add(
                        balances,
                        one.getCurrency(),
                        one.getAmount(),
                        types == null
                                ? new BySource(null, null, null)
                                : new BySource(types.getBankAccount(), types.getCard(), types.getFpx()));
            }
        } else {
            for (Balance.Available one : balance.getAvailable()) {
                Balance.Available.SourceTypes types = one.getSourceTypes();
                add(
                        balances,
                        one.getCurrency(),
                        one.getAmount(),
                        types == null
                                ? new BySource(null, null, null)
                                : new BySource(types.getBankAccount(), types.getCard(), types.getFpx()));
            }
        }
        balances.sort(Comparator.comparing(SourceBalance::currencyCode).thenComparing(SourceBalance::sourceType));
        return balances;
    }

    private record BySource(@Nullable Long bankAccount, @Nullable Long card, @Nullable Long fpx) {}

    private void add(List<SourceBalance> balances, String currencyCode, long total, BySource bySource) {
        Optional<StripeCurrency> known = StripeCurrencies.find(currencyCode.toLowerCase(Locale.ROOT));
        if (known.isEmpty()) {
            remarks.add("the balance in '" + currencyCode + "' is left alone: this currency is not in the table of "
                    + StripeCurrencies.READ_ON);
            return;
        }
        int before = balances.size();
        add(balances, known.get(), "bank_account", bySource.bankAccount());
        add(balances, known.get(), "card", bySource.card());
        add(balances, known.get(), "fpx", bySource.fpx());
        if (balances.size() == before) {
            // Stripe's default source type, when it does not split the balance.
            add(balances, known.get(), "card", total);
        }
        long sum = balances.subList(before, balances.size()).stream()
                .mapToLong(one -> one.available().minorUnits())
                .reduce(0, Math::addExact);
        if (sum != total) {
            remarks.add("of " + known.get().amount(total).label() + " Stripe attributes "
                    + known.get().amount(sum).label()
                    + " to source types known here; the difference is left alone");
        }
    }

    private static void add(
            List<SourceBalance> balances, StripeCurrency currency, String sourceType, @Nullable Long minorUnits) {
        if (minorUnits != null) {
            balances.add(new SourceBalance(sourceType, currency.amount(minorUnits)));
        }
    }

    private Destinations destinations(String accountId) throws StripeException {
        try {
            List<Destination> all = new ArrayList<>();
            for (ExternalAccount one : api.externalAccounts(accountId)) {
                describe(one).ifPresent(all::add);
            }
            return Destinations.of(all);
        } catch (StripeException e) {
            // Stripe hides the bank accounts of some kinds of account from the API; that must not stop a payout.
            if (e instanceof ApiConnectionException || !isRefusal(e)) {
                throw e;
            }
            return Destinations.unreadable(api.safe(e));
        }
    }

    private static Optional<Destination> describe(ExternalAccount account) {
        if (account instanceof BankAccount bank) {
            return Optional.of(new Destination(
                    bank.getId(),
                    "bank_account",
                    text(bank.getCurrency()),
                    text(bank.getCountry()),
                    text(bank.getBankName()),
                    text(bank.getLast4()),
                    text(bank.getFingerprint()),
                    text(bank.getStatus()),
                    Boolean.TRUE.equals(bank.getDefaultForCurrency()),
                    methods(bank.getAvailablePayoutMethods())));
        }
        if (account instanceof Card card) {
            return Optional.of(new Destination(
                    card.getId(),
                    "card",
                    text(card.getCurrency()),
                    text(card.getCountry()),
                    text(card.getBrand()),
                    text(card.getLast4()),
                    text(card.getFingerprint()),
                    "",
                    Boolean.TRUE.equals(card.getDefaultForCurrency()),
                    methods(card.getAvailablePayoutMethods())));
        }
        return Optional.empty();
    }

    private List<RecentPayout> recentPayouts(Instant since) throws StripeException {
        try {
            return api.payoutsSince(since).stream().map(StripeReader::describe).toList();
        } catch (StripeException e) {
            if (e instanceof ApiConnectionException || !isRefusal(e)) {
                throw e;
            }
            remarks.add(
                    "the payouts of the last 30 days could not be read, so neither a repeated amount nor one that came back would be"
                            + " noticed: "
                            + api.safe(e));
            return List.of();
        }
    }

    private static RecentPayout describe(Payout payout) {
        return new RecentPayout(
                payout.getId(),
                payout.getCurrency(),
                text(payout.getSourceType()),
                payout.getAmount(),
                Instant.ofEpochSecond(payout.getCreated()),
                text(payout.getStatus()),
                text(payout.getFailureCode()),
                text(payout.getFailureBalanceTransaction()),
                payout.getMetadata() == null
                        ? ""
                        : text(payout.getMetadata().get(PayoutCreateHandler.METADATA_EXECUTION)));
    }

    private static boolean isRefusal(StripeException e) {
        int status = e.getStatusCode() == null ? 0 : e.getStatusCode();
        return status == 400 || status == 403 || status == 404;
    }

    private static List<String> methods(@Nullable List<String> methods) {
        return Objects.requireNonNullElse(methods, List.of());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
