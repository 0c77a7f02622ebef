package io.countersign.core.execution;

import io.countersign.api.operation.OperationLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Collects an execution's log lines; the platform writes them in batches. */
final class LiveLog implements OperationLog {
    private final Clock clock;
    private final List<LogLine> waiting = new ArrayList<>();
    private long lastNumber;
    private boolean truncated;

    /** @param lastNumber number of the last line written by an earlier run; 0 when none */
    LiveLog(Clock clock, long lastNumber) {
        this.clock = clock;
        this.lastNumber = lastNumber;
    }

    @Override
    public void info(String line) {
        add("INFO", line);
    }

    @Override
    public void warn(String line) {
        add("WARN", line);
    }

    @Override
    public void error(String line) {
        add("ERROR", line);
    }

    /** Takes what has been collected since the last call. */
    synchronized List<LogLine> drain() {
        List<LogLine> lines = List.copyOf(waiting);
        waiting.clear();
        return lines;
    }

    private synchronized void add(String level, String text) {
        if (truncated) {
            return;
        }
        if (lastNumber >= ExecutionSettings.LOG_LINES_MAX - 1) {
            truncated = true;
            append("WARN", "truncated: an execution keeps at most " + ExecutionSettings.LOG_LINES_MAX + " lines");
            return;
        }
        append(level, shorten(text));
    }

    private void append(String level, String text) {
        lastNumber++;
        waiting.add(new LogLine(lastNumber, clock.instant().truncatedTo(ChronoUnit.MICROS), level, text));
    }

    private static String shorten(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= ExecutionSettings.LOG_LINE_BYTES_MAX) {
            return text;
        }
        int end = ExecutionSettings.LOG_LINE_BYTES_MAX - 3;
        while (end > 0 && (utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8) + "…";
    }
}
