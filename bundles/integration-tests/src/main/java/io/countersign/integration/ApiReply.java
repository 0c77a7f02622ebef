package io.countersign.integration;

import io.countersign.api.json.Json;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** One answer of the REST API, read to its end. */
public final class ApiReply {
    private final String call;
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    ApiReply(String call, HttpResponse<byte[]> response) {
        this.call = call;
        this.status = response.statusCode();
        this.headers = response.headers();
        this.body = response.body();
    }

    public int status() {
        return status;
    }

    public HttpHeaders headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }

    /** The body as text in UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The body as JSON.
     *
     * @throws io.countersign.api.json.JsonParseException when it is not JSON
     */
    public Json json() {
        return Json.parse(body);
    }

    /**
     * This answer, if its status is as expected.
     *
     * @throws AssertionError naming the call, both statuses and the body
     */
    public ApiReply expect(int expected) {
        if (status != expected) {
            throw new AssertionError(call + " answered " + status + " instead of " + expected + ": " + text());
        }
        return this;
    }
}
