package io.countersign.core.execution;

import java.time.Instant;

/**
 * One line of an execution's live log.
 *
 * @param number starting from 1, without gaps
 * @param level INFO, WARN or ERROR
 * @param text at most 4 KiB of UTF-8
 */
public record LogLine(long number, Instant at, String level, String text) {}
