package io.countersign.stripe.payout;

import io.countersign.api.operation.OpenItem;
import io.countersign.api.testkit.FakeConnection;
import io.countersign.api.testkit.SettableClock;
import io.countersign.api.testkit.TestRun;
import io.countersign.api.testkit.TestRunBuilder;
import io.countersign.stripe.simulator.OpeningBalance;
import io.countersign.stripe.simulator.Posting;
import io.countersign.stripe.simulator.RecordedRequest;
import io.countersign.stripe.simulator.SimulatorConfig;
import io.countersign.stripe.simulator.StripeSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A fresh simulator for each test, in the same time as the run under test. */
public final class SimulatedStripe extends ExternalResource {
    static final String TEST_KEY = "rk_test_0123456789abcdef";
    static final String LIVE_KEY = "rk_live_0123456789abcdef";
    static final String ACCOUNT = SimulatorConfig.ACCOUNT_ID;

    private static final HttpClient ADMIN = HttpClient.newHttpClient();

    private final TemporaryFolder folder = new TemporaryFolder();
    private final UnaryOperator<SimulatorConfig.Builder> configuration;
    private SettableClock clock = new SettableClock();
    private @Nullable StripeSimulator simulator;

    SimulatedStripe() {
        this(config -> config.openingBalances(OpeningBalance.demo()));
    }

    SimulatedStripe(UnaryOperator<SimulatorConfig.Builder> configuration) {
        this.configuration = configuration;
    }

    @Override
    protected void before() throws Throwable {
        folder.create();
        restart();
    }

    @Override
    protected void after() {
        if (simulator != null) {
            simulator.close();
        }
        folder.delete();
    }

    /** Takes the place of the running one with an empty ledger and a new clock. */
    void restart() throws IOException {
        if (simulator != null) {
            simulator.close();
        }
        clock = new SettableClock();
        Path ledger = folder.newFolder().toPath();
        simulator = StripeSimulator.start(configuration
                .apply(SimulatorConfig.builder(ledger)
                        .secretKey(TEST_KEY)
                        .hang(Duration.ofSeconds(20))
                        .clock(clock))
                .build());
    }

    StripeSimulator simulator() {
        return Objects.requireNonNull(simulator);
    }

    SettableClock clock() {
        return clock;
    }

    /** Moves the run's time, and with it the payouts. */
    void pass(Duration time) {
        clock.advance(time);
    }

    TestRunBuilder run() {
        return run(connection().build());
    }

    TestRunBuilder run(FakeConnection connection) {
        return run(connection, Duration.ofSeconds(10));
    }

    TestRunBuilder run(FakeConnection connection, Duration callTimeout) {
        return TestRun.of(new StripePayoutOperation(Duration.ofSeconds(5), callTimeout, clock))
                .clock(clock)
                .connection(PayoutForm.CONNECTION, connection);
    }

    FakeConnection.Builder connection() {
        return FakeConnection.builder("stripe-main", StripeAccess.CONNECTION_KIND)
                .baseAddress(simulator().baseUri())
                .secret("key", TEST_KEY);
    }

    OpenItem openItem(String item) {
        return new OpenItem(
                "stripe:" + ACCOUNT + ":test:" + item, "ffffffffffffffffffffffffffffffff", "payout:" + item, "UNKNOWN");
    }

    /** Makes a balance exactly this much. */
    void setBalance(String currency, String sourceType, long minorUnits) {
        admin(
                "/balances",
                "{\"balances\":[{\"currency\":\"" + currency + "\",\"source_type\":\"" + sourceType
                        + "\",\"available\":" + minorUnits + "}]}");
    }

    void setAccount(String json) {
        admin("/accounts", json);
    }

    /** What reached the bank or is on its way there, by the simulator's own books. */
    long sentMinorUnits(String currency) {
        return simulator().ledger().stream()
                .flatMap(entry -> entry.postings().stream())
                .filter(posting -> posting.currency().equals(currency))
                .filter(posting -> List.of("in_transit", "bank").contains(posting.place()))
                .mapToLong(Posting::amountMinorUnits)
                .sum();
    }

    long payoutsCreated() {
        return simulator().ledger().stream()
                .filter(entry -> entry.type().equals("payout.created"))
                .count();
    }

    /** Calls that asked for a payout, answered or not. */
    List<RecordedRequest> payoutCalls() {
        return simulator().requests().stream()
                .filter(request -> request.method().equals("POST"))
                .filter(request -> request.path().equals("/v1/payouts"))
                .toList();
    }

    /** A payout that somebody else makes on the same account. */
    void payOut(String currency, long minorUnits) {
        post(
                "/v1/payouts",
                "currency=" + currency + "&amount=" + minorUnits,
                "Authorization",
                "Bearer " + TEST_KEY,
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    private void admin(String path, String json) {
        post("/_simulator" + path, json, "Content-Type", "application/json");
    }

    private void post(String path, String body, String... headers) {
        URI uri = simulator().baseUri().resolve(path);
        try {
            HttpResponse<String> answer = ADMIN.send(
                    HttpRequest.newBuilder(uri)
                            .headers(headers)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
