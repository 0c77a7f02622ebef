package io.countersign.core.plan;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Plan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What approvers sign: execution, operation, release, parameters (with the digests of input files) and plan, as the
 * canonical bytes (RFC 8785) that are stored. The bytes are the document; everything else is read from them.
 */
public final class PlanDocument {
    private static final String FORMAT = "countersign-plan/1";

    private final byte[] bytes;
    private final String digest;

    private PlanDocument(byte[] bytes) {
        this.bytes = bytes;
        this.digest = Sha256.hex(bytes);
    }

    /**
     * Makes the document.
     *
     * @param releaseDigest SHA-256 of the jar the execution is pinned to
     * @throws io.countersign.api.json.JsonNumberException when the plan holds a number that is not a safe integer
     */
    public static PlanDocument of(
            String executionId, String operation, String releaseDigest, JsonObject parameters, Plan plan) {
        return new PlanDocument(Json.object()
                .put("format", FORMAT)
                .put("executionId", executionId)
                .put("operation", operation)
                .put("release", releaseDigest)
                .put("parameters", parameters)
                .put("plan", plan.toJson())
                .build()
                .signableBytes());
    }

    /** Wraps stored bytes. */
    public static PlanDocument ofBytes(byte[] stored) {
        return new PlanDocument(stored.clone());
    }

    /** A copy of the exact bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes as text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** SHA-256 of the bytes, 64 hexadecimal digits: what approvals bind to. */
    public String digest() {
        return digest;
    }

    public JsonObject toJson() {
        return Json.parse(bytes).asObject();
    }

    public Plan plan() {
        return Plan.fromJson(toJson().object("plan"));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PlanDocument document && Arrays.equals(bytes, document.bytes);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "plan document " + digest;
    }
}
