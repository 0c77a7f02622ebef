package io.countersign.reconciliation.reader;

import java.util.Locale;

/** The formats that can be read. */
public enum StatementFormat {
    CSV("CSV"),
    CAMT053("camt.053 (ISO 20022 XML)"),
    MT940("MT940 (SWIFT)"),
    OFX("OFX");

    private final String title;

    StatementFormat(String title) {
        this.title = title;
    }

    /** The word in parameters and configurations: {@code camt053}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name people read. */
    public String title() {
        return title;
    }
}
