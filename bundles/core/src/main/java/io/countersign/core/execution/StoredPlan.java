package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;

/**
 * The plan document of an execution as it is stored.
 *
 * @param bytes exactly what was hashed, shown and signed
 * @param digest SHA-256 of the bytes, 64 hexadecimal digits
 */
public record StoredPlan(byte[] bytes, String digest, String riskLevel, JsonObject risk) {}
