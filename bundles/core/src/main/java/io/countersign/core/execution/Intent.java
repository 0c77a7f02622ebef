package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;

/**
 * The durable note that an effect is about to be sent.
 *
 * @param attempt number of the attempt, starting from 1
 * @param idempotencyKey derived from execution, effect and attempt
 * @param request exactly what will be sent
 */
public record Intent(
        ExecutionId execution,
        String effect,
        String provider,
        String connection,
        String lockKey,
        int attempt,
        String idempotencyKey,
        JsonObject request,
        Money amount) {}
