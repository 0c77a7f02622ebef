package io.countersign.reconciliation.config;

import java.util.List;

/** A configuration breaks its schema; names every place and the rule broken there. */
public final class InvalidConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<String> problems;

    InvalidConfigurationException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each leads with a JSON pointer: {@code /passes/0/columns: …}. */
    public List<String> problems() {
        return problems;
    }
}
