package io.countersign.api.operation;

/**
 * An outside item that another execution still holds: its effect is open or its outcome unknown.
 *
 * @param lockKey the item
 * @param executionId the execution that holds it
 * @param effectId the effect that holds it
 * @param state state of that effect: INTENT or UNKNOWN
 */
public record OpenItem(String lockKey, String executionId, String effectId, String state) {}
