package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * One problem document (RFC 9457).
 *
 * @param extras members beyond those of the RFC
 */
record Problem(ProblemType type, String detail, JsonObject extras) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final String RETRY_AFTER = "retryAfterSeconds";

    Problem(ProblemType type, String detail) {
        this(type, detail, JsonObject.empty());
    }

    /** A problem that goes away by itself. */
    static Problem passing(ProblemType type, String detail, long retryAfterSeconds) {
        return new Problem(
                type, detail, Json.object().put(RETRY_AFTER, retryAfterSeconds).build());
    }

    /** When to try again, in seconds. */
    OptionalLong retryAfterSeconds() {
        return extras.has(RETRY_AFTER) ? OptionalLong.of(extras.integer(RETRY_AFTER)) : OptionalLong.empty();
    }

    JsonObject toJson(HttpServletRequest request) {
        return Json.object()
                .put("type", type.uri())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", detail)
                .put("instance", request.getRequestURI())
                .put("requestId", RequestId.of(request))
                .putAll(extras)
                .build();
    }

    /** Writes it where JAX-RS is not, or no longer, in charge. */
    void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = toJson(request).toText().getBytes(StandardCharsets.UTF_8);
        response.setStatus(type.status());
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        retryAfterSeconds().ifPresent(seconds -> response.setHeader("Retry-After", Long.toString(seconds)));
        response.getOutputStream().write(body);
    }
}
