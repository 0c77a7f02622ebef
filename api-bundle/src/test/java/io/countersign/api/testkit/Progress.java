package io.countersign.api.testkit;

/** One report of progress. */
public record Progress(long done, long total) {}
