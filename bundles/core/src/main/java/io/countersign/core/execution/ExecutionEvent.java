package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import java.time.Instant;

/**
 * Something that changed about an execution, for those who follow it live.
 *
 * @param number starting from 1, without gaps within the execution
 * @param kind {@code state}, {@code effect}, {@code approval}, {@code progress}, {@code log}, {@code file}
 * @param data what changed; a {@code log} event names the range of lines ({@code from}, {@code to})
 */
public record ExecutionEvent(ExecutionId execution, long number, Instant at, String kind, JsonObject data) {}
