package io.countersign.integration;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The REST API as one user sees it. Immutable; for several threads at once. Paths are below {@code /api/v1/}. */
public final class ApiClient {
    private static final Duration ANSWER_MAX = Duration.ofMinutes(1);

    private final HttpClient http;
    private final URI root;
    private final @Nullable String token;

    ApiClient(URI base) {
        this(HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build(), base.resolve("/api/v1/"), null);
    }

    private ApiClient(HttpClient http, URI root, @Nullable String token) {
        this.http = http;
        this.root = root;
        this.token = token;
    }

    /**
     * Signs in with name and password.
     *
     * @return a client whose calls carry the session's token
     * @throws AssertionError when the sign-in is refused
     */
    public ApiClient signIn(String user, String password) {
        JsonObject session = post(
                        "session",
                        Json.object()
                                .put("username", user)
                                .put("password", password)
                                .build())
                .expect(201)
                .json()
                .asObject();
        return withToken(session.text("token"));
    }

    /** A client whose calls carry an API token. */
    public ApiClient withToken(String bearer) {
        return new ApiClient(http, root, bearer);
    }

    public ApiReply get(String path) {
        return send("GET", path, BodyPublishers.noBody(), Map.of());
    }

    public ApiReply get(String path, Map<String, String> headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public ApiReply delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), Map.of());
    }

    public ApiReply post(String path, Json body) {
        return post(path, body, Map.of());
    }

    public ApiReply post(String path, Json body, Map<String, String> headers) {
        return send("POST", path, json(body), withType(headers, "application/json"));
    }

    /** Sends a text as it is, for what is no good JSON. */
    public ApiReply postText(String path, String body, String mediaType) {
        return send("POST", path, BodyPublishers.ofString(body), withType(Map.of(), mediaType));
    }

    /** Sends a text as it is with further headers, for what is signed. */
    public ApiReply postText(String path, String body, String mediaType, Map<String, String> headers) {
        return send("POST", path, BodyPublishers.ofString(body), withType(headers, mediaType));
    }

    public ApiReply put(String path, Json body) {
        return send("PUT", path, json(body), withType(Map.of(), "application/json"));
    }

    public ApiReply patch(String path, Json body) {
        return send("PATCH", path, json(body), withType(Map.of(), "application/json"));
    }

    /** Submits an execution under an idempotency key. */
    public ApiReply submit(String operation, Json body, String idempotencyKey) {
        return post("operations/" + operation + "/executions", body, Map.of("Idempotency-Key", idempotencyKey));
    }

    /** Uploads a file as multipart form data, streamed from the disk. */
    public ApiReply upload(String path, String field, Path file, String mediaType) {
        String boundary = "countersign-" + UUID.randomUUID();
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\""
                + file.getFileName() + "\"\r\nContent-Type: " + mediaType + "\r\n\r\n";
        try {
            BodyPublisher body = BodyPublishers.concat(
                    BodyPublishers.ofString(head),
                    BodyPublishers.ofFile(file),
                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
            return send("POST", path, body, withType(Map.of(), "multipart/form-data; boundary=" + boundary));
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException("there is no file to upload at " + file, e);
        }
    }

    /**
     * Opens a stream of server-sent events.
     *
     * @param lastEventId resumes behind this event; {@code null} from the beginning
     */
    public EventStream events(String path, @Nullable String lastEventId) {
        HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
        if (lastEventId != null) request.header("Last-Event-ID", lastEventId);
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
                throw new AssertionError("GET " + path + " answered " + response.statusCode() + ": " + body);
            }
            return new EventStream(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the events of " + path, e);
        } catch (InterruptedException e) {
            throw interrupted(path, e);
        }
    }

    private ApiReply send(String method, String path, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).timeout(ANSWER_MAX).method(method, body);
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new ApiReply(method + " " + path, response);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + root.resolve(path) + " failed", e);
        } catch (InterruptedException e) {
            throw interrupted(path, e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path));
        if (token != null) request.header("Authorization", "Bearer " + token);
        return request;
    }

    private static BodyPublisher json(Json body) {
        return BodyPublishers.ofString(body.toString());
    }

    private static Map<String, String> withType(Map<String, String> headers, String mediaType) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", mediaType);
        return all;
    }

    private static IllegalStateException interrupted(String path, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while calling " + path, cause);
    }
}
