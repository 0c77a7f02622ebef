package io.countersign.api.operation;

/** How much harm a wrong execution can do; ascending. */
public enum RiskLevel {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
