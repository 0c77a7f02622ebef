package io.countersign.api.testkit;

import io.countersign.api.operation.OperationLog;
import java.util.ArrayList;
import java.util.List;

/** Keeps the lines an execution logs, within the platform's limits. */
final class RunLog implements OperationLog {
    private static final int LINES_MAX = 10_000;
    private static final int LINE_LENGTH_MAX = 4096;

    private final List<LogLine> lines = new ArrayList<>();

    @Override
    public void info(String line) {
        add(LogLine.Level.INFO, line);
    }

    @Override
    public void warn(String line) {
        add(LogLine.Level.WARN, line);
    }

    @Override
    public void error(String line) {
        add(LogLine.Level.ERROR, line);
    }

    synchronized List<LogLine> lines() {
        return List.copyOf(lines);
    }

    private synchronized void add(LogLine.Level level, String line) {
        if (lines.size() < LINES_MAX) {
            lines.add(new LogLine(level, line.substring(0, Math.min(line.length(), LINE_LENGTH_MAX))));
        }
    }
}
