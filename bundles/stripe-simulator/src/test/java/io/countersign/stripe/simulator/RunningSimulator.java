package io.countersign.stripe.simulator;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Payout;
import com.stripe.net.RequestOptions;
import com.stripe.param.PayoutCreateParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;

/** A simulator on a directory of its own whose time moves only when a test moves it, and the real SDK pointed at it. */
final class RunningSimulator extends ExternalResource {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    static final String TEST_KEY = "rk_test_simulator1";
    static final String LIVE_KEY = "sk_live_simulator1";

    private final TemporaryFolder directory = new TemporaryFolder();
    private final UnaryOperator<SimulatorConfig.Builder> settings;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable StripeSimulator running;

    RunningSimulator() {
        this(builder -> builder);
    }

    RunningSimulator(UnaryOperator<SimulatorConfig.Builder> settings) {
        this.settings = settings;
    }

    @Override
    public Statement apply(Statement base, Description description) {
        return directory.apply(super.apply(base, description), description);
    }

    @Override
    protected void before() {
        start();
    }

    @Override
    protected void after() {
        get().close();
    }

    SimulatorConfig.Builder config() {
        return settings.apply(SimulatorConfig.builder(directory.getRoot().toPath())
                .clock(Clock.fixed(START, ZoneOffset.UTC))
                .secretKey(TEST_KEY)
                .secretKey(LIVE_KEY)
                .openingBalances(OpeningBalance.demo()));
    }

    private void start() {
        running = StripeSimulator.start(config().build());
    }

    void restart() {
        get().close();
        start();
    }

    StripeSimulator get() {
        StripeSimulator simulator = running;
        if (simulator == null) throw new IllegalStateException("not started");
        return simulator;
    }

    StripeClient stripe() {
        return stripe(TEST_KEY);
    }

    StripeClient stripe(String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(get().baseUri().toString())
                .setMaxNetworkRetries(0)
                .build();
    }

    Payout pay(String currency, long amount, String key) throws StripeException {
        return stripe().v1().payouts().create(payout(currency, amount).build(), withKey(key));
    }

    static PayoutCreateParams.Builder payout(String currency, long amount) {
        return PayoutCreateParams.builder().setCurrency(currency).setAmount(amount);
    }

    static RequestOptions withKey(String key) {
        return RequestOptions.builder()
                .setIdempotencyKey(key)
                .setReadTimeout(400)
                .build();
    }

    long available(String currency) throws StripeException {
        return stripe().v1().balance().retrieve().getAvailable().stream()
                .filter(balance -> balance.getCurrency().equals(currency))
                .mapToLong(balance -> balance.getAmount())
                .sum();
    }

    /** What the ledger says is in a place. */
    long booked(String place, String currency) {
        return get().ledger().stream()
                .filter(entry -> !entry.livemode())
                .flatMap(entry -> entry.postings().stream())
                .filter(posting ->
                        posting.place().equals(place) && posting.currency().equals(currency))
                .mapToLong(Posting::amountMinorUnits)
                .sum();
    }

    List<String> payoutEntries() {
        return get().ledger().stream()
                .map(LedgerEntry::type)
                .filter(type -> type.startsWith("payout."))
                .toList();
    }

    HttpResponse<String> rawPost(String path, String form, String... headers) throws IOException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Authorization", "Bearer " + TEST_KEY)
                        .POST(HttpRequest.BodyPublishers.ofString(form)),
                headers);
    }

    HttpResponse<String> rawGet(String path, String... headers) throws IOException {
        return send(HttpRequest.newBuilder(uri(path)), headers);
    }

    HttpResponse<String> admin(String path, String json) throws IOException {
        return send(HttpRequest.newBuilder(uri("/_simulator" + path)).POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> send(HttpRequest.Builder request, String... headers) throws IOException {
        if (headers.length > 0) request.headers(headers);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private URI uri(String path) {
        return get().baseUri().resolve(path);
    }
}
