package io.countersign.stripe.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /_simulator}: the calls that have no counterpart at Stripe. Open to whoever reaches the loopback address, since
 * nothing behind it is worth protecting.
 */
final class AdminHandler implements HttpHandler {
    static final String PATH = "/_simulator";

    private static final String CALLS = "GET /health, /ledger, /requests, /faults, /webhooks; POST /faults,"
            + " /clock/advance, /balances, /accounts, /webhooks, /webhooks/resend; DELETE /faults, /webhooks";

    private final SimulatorControl control;
    private final Books books;
    private final VirtualClock clock;
    private final FaultPlan faults;
    private final RequestLog requests;
    private final Webhooks webhooks;

    AdminHandler(
            SimulatorControl control,
            Books books,
            VirtualClock clock,
            FaultPlan faults,
            RequestLog requests,
            Webhooks webhooks) {
        this.control = control;
        this.books = books;
        this.clock = clock;
        this.faults = faults;
        this.requests = requests;
        this.webhooks = webhooks;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Wire.send(exchange, answer(exchange));
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String call =
                exchange.getRequestMethod() + exchange.getRequestURI().getPath().substring(PATH.length());
        try {
            String body = Wire.body(exchange);
            JsonObject answer = perform(call, body.isBlank() ? new JsonObject() : JsonReader.read(body));
            if (answer != null) return Answer.ok(answer);
            return new Answer(404, problem("no admin call '" + call + "'; there are " + CALLS));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return new Answer(400, problem(String.valueOf(e.getMessage())));
        } catch (StripeRefusal e) {
            return e.toAnswer();
        }
    }

    private static String problem(String message) {
        return new JsonObject()
                .with("error", new JsonObject().with("message", message))
                .toString();
    }

    private @Nullable JsonObject perform(String call, JsonObject body) {
        return switch (call) {
            case "GET/health" -> health();
            case "GET/ledger" -> ledger();
            case "GET/requests" ->
                new JsonObject()
                        .with(
                                "requests",
                                requests.all().stream()
                                        .map(RecordedRequest::toJson)
                                        .toList());
            case "GET/faults" -> faults.toJson();
            case "POST/faults" -> armed(body);
            case "DELETE/faults" -> disarmed();
            case "POST/clock/advance" -> advanced(body);
            case "POST/balances" -> balances(body);
            case "POST/accounts" -> changed(body);
            case "GET/webhooks" -> webhooks.toJson();
            case "POST/webhooks" -> endpoint(body);
            case "POST/webhooks/resend" -> resent(body);
            case "DELETE/webhooks" -> withoutEndpoints();
            default -> null;
        };
    }

    private JsonObject health() {
        return new JsonObject()
                .with("status", "ok")
                .with("mode", "SIMULATOR")
                .with("account", SimulatorConfig.ACCOUNT_ID)
                .with("virtual_time", clock.now().toString())
                .with("ledger_entries", books.entries().size());
    }

    private JsonObject ledger() {
        control.settle();
        return new JsonObject()
                .with(
                        "entries",
                        books.entries().stream().map(JournalEntry::toJson).toList());
    }

    private JsonObject armed(JsonObject body) {
        faults.arm(Fault.fromJson(body));
        return faults.toJson();
    }

    private JsonObject disarmed() {
        faults.clear();
        return faults.toJson();
    }

    private JsonObject advanced(JsonObject body) {
        control.advance(Duration.ofSeconds(body.number("seconds", 0)).plusMillis(body.number("milliseconds", 0)));
        return health();
    }

    private JsonObject balances(JsonObject body) {
        AccountScope scope = scope(body);
        List<JsonObject> balances = body.objects("balances");
        if (balances.isEmpty()) throw new IllegalArgumentException("member 'balances' is missing or empty");
        for (JsonObject balance : balances) {
            String sourceType = balance.stringOrNull("source_type");
            for (String place : List.of(Posting.AVAILABLE, Posting.PENDING)) {
                if (!balance.has(place)) continue;
                control.setBalance(
                        scope,
                        place,
                        new OpeningBalance(
                                balance.string("currency"),
                                sourceType == null ? SourceType.CARD : sourceType,
                                balance.number(place)));
            }
        }
        return health();
    }

    private JsonObject changed(JsonObject body) {
        control.changeAccount(scope(body), body);
        return health();
    }

    private JsonObject endpoint(JsonObject body) {
        webhooks.add(new WebhookEndpoint(URI.create(body.string("url")), body.string("secret")));
        return webhooks.toJson();
    }

    private JsonObject resent(JsonObject body) {
        webhooks.resend(body.string("event"));
        return webhooks.toJson();
    }

    private JsonObject withoutEndpoints() {
        webhooks.clear();
        return webhooks.toJson();
    }

    private static AccountScope scope(JsonObject body) {
        String account = body.stringOrNull("account");
        if (account == null) account = SimulatorConfig.ACCOUNT_ID;
        if (!account.matches("acct_[A-Za-z0-9]{1,64}")) {
            throw new IllegalArgumentException("account '" + account + "' must be acct_ and letters or digits");
        }
        return new AccountScope(account, body.flag("livemode", false));
    }
}
