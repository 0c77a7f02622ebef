package io.countersign.core.execution;

import java.util.regex.Pattern;

/** Id of an execution: 128 random bits as 32 lower-case hexadecimal digits. */
public record ExecutionId(String text) implements Comparable<ExecutionId> {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

    /** Checks the shape. */
    public ExecutionId {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no execution id; it has 32 hexadecimal digits");
        }
    }

    @Override
    public int compareTo(ExecutionId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
