package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonArray;
import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls the API of a node as one caller. */
final class Client {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestNode node;
    private final String token;

    Client(TestNode node, String token) {
        this.node = node;
        this.token = token;
    }

    /** An answer, read to its end. */
    record Answer(int status, String body, HttpResponse<?> response) {
        JsonObject json() {
            return Json.parse(body).asObject();
        }

        JsonArray items() {
            return json().array("items");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Answer post(String path, JsonObject body, String... headers) {
        return post(path, body.toText(), headers);
    }

    Answer post(String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/json";
        return send("POST", path, BodyPublishers.ofString(body), all);
    }

    Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    /** Uploads content as the one file of a form. */
    Answer upload(String path, String name, String mediaType, String content) {
        String form = "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: " + mediaType + "\r\n\r\n" + content + "\r\n--X--\r\n";
        return send("POST", path, BodyPublishers.ofString(form), "Content-Type", "multipart/form-data; boundary=X");
    }

    Answer send(String method, String path, BodyPublisher body, String... headers) {
        try {
            HttpResponse<byte[]> response =
                    HTTP.send(request(method, path, body, headers).build(), BodyHandlers.ofByteArray());
            Answer answer =
                    new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
            if (!path.startsWith("/health")) {
                ApiContract.check(method, path, answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens a stream of events; who reads it closes it. */
    HttpResponse<InputStream> open(String path, String... headers) {
        try {
            return HTTP.send(
                    request("GET", path, BodyPublishers.noBody(), headers).build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String method, String path, BodyPublisher body, String... headers) {
        String absolute = path.startsWith("/health") || path.startsWith("/api") || path.startsWith("/hooks")
                ? path
                : ApiDoor.API + path;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(node.uri(absolute)).timeout(PATIENCE).method(method, body);
        if (!token.isEmpty()) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }
}
