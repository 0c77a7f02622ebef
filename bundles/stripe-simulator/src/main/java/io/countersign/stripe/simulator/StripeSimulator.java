package io.countersign.stripe.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A running simulator. It listens on a port of 127.0.0.1 and nowhere else; several can run in one process, each with a
 * data directory of its own.
 */
public final class StripeSimulator implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StripeSimulator.class.getName());
    private static final int THREADS = 32;
    private static final int WAITING_CALLS_MAX = 1024;
    private static final long TICK_MILLIS = 50;
    private static final long CLOSE_SECONDS = 5;

    static {
        // Read once by the JDK's server: without it, it holds an answer's body back until the caller has acknowledged
        // the head, which costs 40 ms per call.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final LedgerFile file;
    private final Books books;
    private final SimulatorControl control;
    private final FaultPlan faults;
    private final RequestLog requests = new RequestLog();
    private final VirtualClock clock;
    private final Webhooks webhooks;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ThreadPoolExecutor workers;
    private final Thread ticker;
    private final Thread sender;
    private final HttpServer server;

    private StripeSimulator(SimulatorConfig config, LedgerFile file) throws IOException {
        this.file = file;
        IdempotencyKeys keys = new IdempotencyKeys();
        Identifiers identifiers = new Identifiers();
        books = new Books(file, keys);
        faults = new FaultPlan(config.faults());
        clock = new VirtualClock(config.clock(), config.speed(), books.lastMoment());
        PayoutLifeCycle lifeCycle = new PayoutLifeCycle(books, identifiers);
        control = new SimulatorControl(books, lifeCycle, clock, identifiers);
        openBalances(config);
        webhooks = new Webhooks(books, faults, config.clock(), config.webhooks());

        ApiExecution execution = new ApiExecution(
                new ApiExecution.Surface(
                        new Authentication(config.secretKeys(), books),
                        faults,
                        routes(books, lifeCycle, identifiers, config)),
                keys,
                books,
                lifeCycle,
                clock,
                closing);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port()), 0);
        server.createContext("/", new ApiHandler(execution, requests, identifiers, clock, config.hang(), closing));
        server.createContext(AdminHandler.PATH, new AdminHandler(control, books, clock, faults, requests, webhooks));
        workers = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_CALLS_MAX));
        workers.allowCoreThreadTimeOut(true);
        server.setExecutor(workers);
        ticker = new Thread(this::keepTime, "stripe-simulator-clock");
        ticker.setDaemon(true);
        sender = new Thread(this::sendWebhooks, "stripe-simulator-webhooks");
        sender.setDaemon(true);
    }

    /**
     * Starts a simulator on the ledger of the configured directory, where it left off if there is one.
     *
     * @throws IllegalStateException if the ledger is in use or cannot be read
     * @throws UncheckedIOException if the port or the directory cannot be used
     */
    public static StripeSimulator start(SimulatorConfig config) {
        LedgerFile file = LedgerFile.open(config.dataDirectory());
        try {
            StripeSimulator simulator = new StripeSimulator(config, file);
            simulator.server.start();
            simulator.ticker.start();
            simulator.sender.start();
            return simulator;
        } catch (IOException e) {
            file.close();
            throw new UncheckedIOException("cannot listen on port " + config.port() + " of 127.0.0.1", e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static List<Route> routes(
            Books books, PayoutLifeCycle lifeCycle, Identifiers identifiers, SimulatorConfig config) {
        BankAccounts bankAccounts = new BankAccounts(books, config.withoutDestination());
        List<Route> routes = new ArrayList<>();
        routes.addAll(new AccountEndpoints(books, bankAccounts).routes());
        routes.addAll(new BalanceEndpoints(books).routes());
        routes.addAll(new PayoutEndpoints(books, bankAccounts, lifeCycle, identifiers, config).routes());
        routes.addAll(new EventEndpoints(books).routes());
        return routes;
    }

    private void openBalances(SimulatorConfig config) {
        if (!books.isEmpty()) return;
        Set<Boolean> modes = new TreeSet<>();
        config.secretKeys().forEach(key -> modes.add(Authentication.isLive(key)));
        for (boolean livemode : modes) {
            AccountScope scope = new AccountScope(SimulatorConfig.ACCOUNT_ID, livemode);
            for (OpeningBalance balance : config.openingBalances()) {
                control.setBalance(scope, Posting.AVAILABLE, balance);
            }
        }
    }

    /** Moves payouts on while nobody calls, so that the ledger's file is never behind by more than a tick. */
    private void keepTime() {
        try {
            while (!closing.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) control.settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "payouts are moved on only when somebody calls from now on", e);
        }
    }

    private void sendWebhooks() {
        try {
            while (!closing.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) webhooks.deliver();
        } catch (InterruptedException e) {
            // closing: what is on its way is cut off
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "no webhooks are sent from now on", e);
        }
    }

    /** Where it listens, for example {@code http://127.0.0.1:40123}: the SDK's API base. */
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The ledger's file: one JSON object per line, complete at any time. */
    public Path ledgerFile() {
        return file.path();
    }

    /** The ledger's entries so far, oldest first; what is due by now is in it. */
    public List<LedgerEntry> ledger() {
        control.settle();
        return books.entries().stream().map(LedgerEntry::of).toList();
    }

    /** The last calls that arrived, at most 1000, oldest first. */
    public List<RecordedRequest> requests() {
        return requests.all();
    }

    /** The simulator's virtual time. */
    public Instant now() {
        return clock.now();
    }

    /** Moves virtual time forward, and with it every payout that is due by then. */
    public void advance(Duration by) {
        control.advance(by);
    }

    /** Arms a fault. */
    public void arm(Fault fault) {
        faults.arm(fault);
    }

    /**
     * Sends the events of payouts there from now on.
     *
     * @param secret signs them; starts with {@code whsec_}
     */
    public void sendWebhooksTo(URI url, String secret) {
        webhooks.add(new WebhookEndpoint(url, secret));
    }

    /** Sends an event once more. */
    public void resend(String eventId) {
        webhooks.resend(eventId);
    }

    /** The last attempts to deliver events, at most 1000, oldest first. */
    public List<WebhookDelivery> deliveries() {
        return webhooks.deliveries();
    }

    /** Disarms every fault. */
    public void disarm() {
        faults.clear();
    }

    /** Stops listening, drops the calls still open and gives the ledger free. */
    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        // Not interrupted: an interrupt inside a write would close the ledger's channel under everybody else.
        workers.shutdown();
        try {
            boolean idle = workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            ticker.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            // it holds no file, and may be waiting for a receiver that never answers
            sender.interrupt();
            sender.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            if (!idle) LOG.log(Level.WARNING, "calls still executing after {0} s are cut off", CLOSE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
