package io.countersign.stripe.payout;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.model.Account;
import com.stripe.model.Balance;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.ExternalAccount;
import com.stripe.model.HasId;
import com.stripe.model.Payout;
import com.stripe.model.StripeCollection;
import com.stripe.net.RequestOptions;
import com.stripe.param.AccountExternalAccountListParams;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.PayoutCreateParams;
import com.stripe.param.PayoutListParams;
import com.stripe.param.PayoutRetrieveParams;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.OperationException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The few calls of Stripe's API that payouts need, for one connection; made anew for each piece of work. */
final class StripeApi {
    private static final long PAGE_SIZE_MAX = 100;

    /** 20,000 payouts or bank accounts; more is reported as incomplete, never as complete. */
    private static final int PAGES_MAX = 200;

    private final StripeAccess access;
    private final StripeTransport transport;
    private final StripeClient client;

    private StripeApi(StripeAccess access, StripeTransport transport, StripeClient client) {
        this.access = access;
        this.transport = transport;
        this.client = client;
    }

    /**
     * Opens a connection after checking it; makes no call.
     *
     * @throws OperationException when key, mode and address of the connection do not agree
     */
    static StripeApi open(Connection connection, HttpClient connections, Duration readTimeout) {
        StripeAccess access = StripeAccess.of(connection);
        StripeTransport transport = new StripeTransport(connections);
        StripeClient client = StripeClient.builder()
                .setApiKey(access.key())
                .setApiBase(access.address())
                .setHttpClient(transport)
                .setConnectTimeout(Math.toIntExact(connections
                        .connectTimeout()
                        .orElse(Duration.ofSeconds(10))
                        .toMillis()))
                .setReadTimeout(Math.toIntExact(readTimeout.toMillis()))
                // The engine alone repeats a call: only it has written down that it does.
                .setMaxNetworkRetries(0)
                .build();
        return new StripeApi(access, transport, client);
    }

    Account account() throws StripeException {
        return client.v1().accounts().retrieveCurrent(options(null));
    }

    Balance balance() throws StripeException {
        return client.v1().balance().retrieve(options(null));
    }

    /** All bank accounts and cards that payouts can go to. */
    List<ExternalAccount> externalAccounts(String accountId) throws StripeException {
        return all(last -> client.v1()
                .accounts()
                .externalAccounts()
                .list(
                        accountId,
                        AccountExternalAccountListParams.builder()
                                .setLimit(PAGE_SIZE_MAX)
                                .setStartingAfter(last)
                                .build(),
                        options(null)));
    }

    /** All payouts created at that time or later, newest first. */
    List<Payout> payoutsSince(Instant created) throws StripeException {
        PayoutListParams.Created since = PayoutListParams.Created.builder()
                .setGte(created.getEpochSecond())
                .build();
        return all(last -> client.v1()
                .payouts()
                .list(
                        PayoutListParams.builder()
                                .setCreated(since)
                                .setLimit(PAGE_SIZE_MAX)
                                .setStartingAfter(last)
                                .build(),
                        options(null)));
    }

    /** The balance transaction that came last; empty when there never was one. */
    Optional<BalanceTransaction> newestTransaction() throws StripeException {
        StripeCollection<BalanceTransaction> newest = client.v1()
                .balanceTransactions()
                .list(BalanceTransactionListParams.builder().setLimit(1L).build(), options(null));
        return whole(newest).getData().stream().findFirst();
    }

    BalanceTransaction transaction(String id) throws StripeException {
        return client.v1().balanceTransactions().retrieve(id, options(null));
    }

    /** A page of the balance transactions that came before this one, newest first. */
    StripeCollection<BalanceTransaction> transactionsBefore(String id) throws StripeException {
        return whole(client.v1()
                .balanceTransactions()
                .list(
                        BalanceTransactionListParams.builder()
                                .setLimit(PAGE_SIZE_MAX)
                                .setStartingAfter(id)
                                .build(),
                        options(null)));
    }

    Payout create(PayoutCreateParams params, String idempotencyKey) throws StripeException {
        return client.v1().payouts().create(params, options(idempotencyKey));
    }

    /** A payout with its balance transaction, which knows the fee. */
    Payout payout(String id) throws StripeException {
        return client.v1()
                .payouts()
                .retrieve(
                        id,
                        PayoutRetrieveParams.builder()
                                .addExpand("balance_transaction")
                                .build(),
                        options(null));
    }

    /** A header of the latest answer. */
    Optional<String> lastHeader(String name) {
        return transport.lastHeader(name);
    }

    /** What to tell people when planning cannot go on because of this. */
    OperationException explain(StripeException failure) {
        String connection = "connection '" + access.connectionName() + "'";
        String said = safe(failure);
        if (failure instanceof ApiConnectionException) {
            return new OperationException(
                    "stripe_unreachable",
                    "no usable answer from Stripe at " + access.address() + " (" + connection + "): " + said
                            + "; check the address and the network, then submit again",
                    failure);
        }
        int status = failure.getStatusCode() == null ? 0 : failure.getStatusCode();
        return switch (status) {
            case 401 ->
                new OperationException(
                        "stripe_key_refused",
                        "Stripe does not accept the key of " + connection + ": " + said + "; store a valid key",
                        failure);
            case 403 ->
                new OperationException(
                        "stripe_permission_missing",
                        "the key of " + connection + " may not read what a payout needs: " + said
                                + "; give it read access to balance, balance transactions, account and payouts, and write"
                                + " access to payouts",
                        failure);
            default ->
                new OperationException(
                        "stripe_failed",
                        "Stripe answered status " + status + " to " + connection + ": " + said + "; submit again later",
                        failure);
        };
    }

    /** Stripe's own words, without the key. */
    String safe(StripeException failure) {
        String words = failure.getUserMessage() == null ? failure.getMessage() : failure.getUserMessage();
        return access.withoutKey(words == null ? failure.getClass().getSimpleName() : words);
    }

    String address() {
        return access.address();
    }

    private RequestOptions options(@Nullable String idempotencyKey) {
        RequestOptions.RequestOptionsBuilder options = RequestOptions.builder();
        if (access.account() != null) {
            options.setStripeAccount(access.account());
        }
        if (idempotencyKey != null) {
            options.setIdempotencyKey(idempotencyKey);
        }
        return options.build();
    }

    /** One page after the object with this id; null for the first. */
    private interface Pages<T extends HasId> {
        StripeCollection<T> after(@Nullable String lastId) throws StripeException;
    }

    private <T extends HasId> List<T> all(Pages<T> pages) throws StripeException {
        List<T> all = new ArrayList<>();
        String last = null;
        for (int page = 0; page < PAGES_MAX; page++) {
            StripeCollection<T> found = whole(pages.after(last));
            List<T> data = found.getData();
            all.addAll(data);
            if (!found.getHasMore()) {
                return all;
            }
            if (data.isEmpty()) {
                throw new ApiConnectionException("an empty page of a list says that more follows");
            }
            last = data.get(data.size() - 1).getId();
        }
        throw new ApiConnectionException("the list is longer than " + PAGES_MAX * PAGE_SIZE_MAX + " entries");
    }

    private static <T extends HasId> StripeCollection<T> whole(StripeCollection<T> page) throws StripeException {
        if (page.getData() == null || page.getHasMore() == null) {
            throw new ApiConnectionException("the list Stripe answered has no data or no has_more");
        }
        return page;
    }
}
