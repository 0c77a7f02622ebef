package io.countersign.core.execution;

import io.countersign.api.operation.OperationLog;
import io.countersign.core.audit.StoredText;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects an execution's log lines; the platform writes them in batches. */
final class LiveLog implements OperationLog {
    private static final int ELLIPSIS_BYTES = 3;

    private final Clock clock;
    private final List<LogLine> waiting = new ArrayList<>();
    private long lastNumber;
    private boolean truncated;

    /** @param lastNumber number of the last line written by an earlier run; 0 when none */
    LiveLog(Clock clock, long lastNumber) {
        this.clock = clock;
        this.lastNumber = lastNumber;
        this.truncated = lastNumber >= ExecutionSettings.LOG_LINES_MAX;
    }

    /** Goes on after the last line that was written, which is found by halving: numbers have no gaps. */
    static LiveLog continuing(Clock clock, ExecutionRepository executions, ExecutionId execution) {
        long written = 0;
        long most = executions.logs(execution, 0, 1).isEmpty() ? 0 : ExecutionSettings.LOG_LINES_MAX;
        while (written < most) {
            long middle = (written + most + 1) / 2;
            if (executions.logs(execution, middle - 1, 1).isEmpty()) {
                most = middle - 1;
            } else {
                written = middle;
            }
        }
        return new LiveLog(clock, written);
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

    /** Hands what has been collected to the writer; what it could not write is kept for the next time. */
    void flush(Consumer<List<LogLine>> writer) {
        List<LogLine> lines = drain();
        if (lines.isEmpty()) {
            return;
        }
        boolean written = false;
        try {
            writer.accept(lines);
            written = true;
        } finally {
            if (!written) {
                putBack(lines);
            }
        }
    }

    private synchronized List<LogLine> drain() {
        List<LogLine> lines = List.copyOf(waiting);
        waiting.clear();
        return lines;
    }

    private synchronized void putBack(List<LogLine> lines) {
        waiting.addAll(0, lines);
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

    private static String shorten(String given) {
        String text = StoredText.of(given, ExecutionSettings.LOG_LINE_BYTES_MAX);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= ExecutionSettings.LOG_LINE_BYTES_MAX) {
            return text;
        }
        int end = ExecutionSettings.LOG_LINE_BYTES_MAX - ELLIPSIS_BYTES;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8) + "…";
    }
}
