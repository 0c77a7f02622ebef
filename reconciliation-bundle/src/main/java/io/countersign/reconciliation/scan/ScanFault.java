package io.countersign.reconciliation.scan;

/**
 * Why a record cannot be cut into fields.
 *
 * @param code stable word for programs
 * @param at index of the byte at fault in the scanner's bytes; -1 when the whole line is meant
 */
public record ScanFault(String code, String reason, int at) {}
