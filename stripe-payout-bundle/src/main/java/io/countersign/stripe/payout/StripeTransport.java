package io.countersign.stripe.payout;

import com.stripe.exception.ApiConnectionException;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Carries the SDK's requests. It takes the place of the SDK's own transport for three reasons: that one sits on {@code
 * HttpURLConnection}, which by default sends a POST a second time on its own when the connection drops; its time limit
 * counts from byte to byte and not for the whole call; and it hides the headers of an error, of which {@code
 * Idempotent-Replayed} decides whether asking again is of use.
 *
 * <p>One instance serves one sequence of calls on one thread; the connections below are shared.
 */
final class StripeTransport extends com.stripe.net.HttpClient {
    private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(30);

    /** A page of 100 payouts is about 100 KB. */
    private static final int BODY_BYTES_MAX = 8 * 1024 * 1024;

    private final HttpClient connections;
    private @Nullable HttpHeaders lastHeaders;

    StripeTransport(HttpClient connections) {
        this.connections = connections;
    }

    /** Connections that never follow a redirect, and never repeat a POST on their own (the JDK's default). */
    static HttpClient connections(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** A header of the latest answer; empty when there is none or no answer came. */
    Optional<String> lastHeader(String name) {
        return lastHeaders == null ? Optional.empty() : lastHeaders.firstValue(name);
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        lastHeaders = null;
        HttpResponse<byte[]> answer = send(request);
        HttpHeaders headers = HttpHeaders.of(answer.headers().map());
        lastHeaders = headers;
        return new StripeResponse(answer.statusCode(), headers, new String(answer.body(), StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> send(StripeRequest request) throws ApiConnectionException {
        Integer timeoutMillis = request.options().getReadTimeout();
        Duration timeout = timeoutMillis == null ? TIMEOUT_DEFAULT : Duration.ofMillis(timeoutMillis);
        CompletableFuture<HttpResponse<byte[]>> answer =
                connections.sendAsync(httpRequest(request), head -> new LimitedBody(BODY_BYTES_MAX));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ApiConnectionException("no complete answer within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiConnectionException("the call was interrupted before the answer came", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ApiConnectionException(
                    cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage()),
                    cause);
        }
    }

    private static HttpRequest httpRequest(StripeRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create(request.url().toString()))
                .setHeader("User-Agent", buildUserAgentString(request))
                .setHeader("X-Stripe-Client-User-Agent", buildXStripeClientUserAgentString());
        for (Map.Entry<String, List<String>> header : request.headers().map().entrySet()) {
            header.getValue().forEach(value -> builder.header(header.getKey(), value));
        }
        if (request.content() == null) {
            return builder.method(request.method().name(), HttpRequest.BodyPublishers.noBody())
                    .build();
        }
        return builder.setHeader("Content-Type", request.content().contentType())
                .method(
                        request.method().name(),
                        HttpRequest.BodyPublishers.ofByteArray(request.content().byteArrayContent()))
                .build();
    }
}
