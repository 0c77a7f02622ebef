package io.countersign.api.operation;

/** Whether a connection moves real money. */
public enum ConnectionMode {
    TEST,
    LIVE
}
