package io.countersign.reconciliation.config;

import java.util.Locale;

/** One of the two things compared. */
public enum Side {
    LEFT,
    RIGHT;

    /** The name in configurations and outputs: {@code left}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Side other() {
        return this == LEFT ? RIGHT : LEFT;
    }
}
