package io.countersign.reconciliation;

import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.reconciliation.config.ConfigurationReader;

/** The parameters of {@code reconciliation.match}. */
final class ReconciliationForm {
    static final String CONFIGURATION = "configuration";
    static final String CONFIGURATION_FILE = "configurationFile";
    static final String PREVIOUS = "previous";
    static final String AS_OF = "asOf";
    static final String THREADS = "threads";
    static final String MEMORY = "memoryMegabytes";
    static final long CONFIGURATION_BYTES_MAX = 1 << 20;

    private static final int TEXT_LENGTH_MAX = 100_000;

    private ReconciliationForm() {}

    static ParameterSchema schema() {
        return ParameterSchema.of(
                Parameter.file("left").required().title("Left side").describedAs("What we expect: our ledger"),
                Parameter.file("right").required().title("Right side").describedAs("What happened: the bank's lines"),
                Parameter.string(CONFIGURATION)
                        .title("Configuration")
                        .describedAs(
                                "JSON; GET /operations/reconciliation.match/schema has its schema in contentSchema")
                        .contentSchema(ConfigurationReader.schema())
                        .lengths(2, TEXT_LENGTH_MAX),
                Parameter.file(CONFIGURATION_FILE)
                        .title("Configuration as a file")
                        .sizeBytesMax(CONFIGURATION_BYTES_MAX),
                Parameter.file(PREVIOUS)
                        .title("Open items")
                        .describedAs("breaks.csv of the previous run; breaks that are there still keep their age"),
                Parameter.date(AS_OF)
                        .title("As of")
                        .describedAs("The day from which ages are counted; the day of the plan when left out"),
                Parameter.number(THREADS)
                        .title("Threads")
                        .describedAs("1 or 2; changes how long it takes, never what comes out")
                        .min("1")
                        .max("2")
                        .withDefault("2"),
                Parameter.number(MEMORY)
                        .title("Memory in megabytes")
                        .describedAs("For packed lines; what does not fit goes to disk. Half of the heap when left out")
                        .min("1")
                        .max("65536"));
    }
}
