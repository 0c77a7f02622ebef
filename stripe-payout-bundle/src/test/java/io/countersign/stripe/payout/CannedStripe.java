package io.countersign.stripe.payout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.api.testkit.FakeConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.rules.ExternalResource;

/** Answers of Stripe's that the simulator never gives, by path. */
public final class CannedStripe extends ExternalResource {
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private @Nullable HttpServer server;

    private record Answer(int status, String body) {}

    @Override
    protected void before() throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.createContext("/", this::answer);
        started.start();
        server = started;
        answer("/v1/account", 200, "{\"id\":\"acct_1\",\"object\":\"account\",\"payouts_enabled\":true}");
        answer("/v1/accounts/acct_1/external_accounts", 200, "{\"object\":\"list\",\"data\":[],\"has_more\":false}");
        answer("/v1/payouts", 200, "{\"object\":\"list\",\"data\":[],\"has_more\":false}");
    }

    @Override
    protected void after() {
        if (server != null) {
            server.stop(0);
        }
    }

    void answer(String path, int status, String body) {
        answers.put(path, new Answer(status, body));
    }

    FakeConnection connection() {
        int port = Objects.requireNonNull(server).getAddress().getPort();
        return FakeConnection.builder("stripe-main", StripeAccess.CONNECTION_KIND)
                .baseAddress(URI.create("http://127.0.0.1:" + port))
                .secret("key", SimulatedStripe.TEST_KEY)
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answers.getOrDefault(exchange.getRequestURI().getPath(), new Answer(404, "nothing here"));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
