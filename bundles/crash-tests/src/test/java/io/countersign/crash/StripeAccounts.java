package io.countersign.crash;

import io.countersign.core.connection.ConfiguredConnection;
import io.countersign.core.connection.Connections;
import io.countersign.stripe.simulator.SimulatorConfig;
import io.countersign.stripe.simulator.testing.StripeSimulatorProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** The connected accounts of a node and the connections to them, which all have the same key. */
final class StripeAccounts {
    /** How long a bank may take to send a payout back, where it is watched. */
    static final int WATCH_SECONDS = 6;

    private static final String KEY_FILE = "stripe.key";

    private StripeAccounts() {}

    /** Starts the bank that keeps the accounts. Payouts arrive at once. */
    static StripeSimulatorProcess bank(Path data) {
        return StripeSimulatorProcess.start(data, "--pending-seconds", "0", "--transit-seconds", "0");
    }

    /** The connected account of this number, starting from 1. */
    static String account(int number) {
        return "acct_" + number;
    }

    /** The connection to it. */
    static String connection(int number) {
        return "account-" + number;
    }

    /** The connection to it whose payouts are followed after they were paid. */
    static String watched(int number) {
        return "watched-" + number;
    }

    /** Makes the connections of a node; its secrets are in its etc. */
    static Connections connect(PlainNodeOptions options) throws IOException {
        writeKey(options.etc().resolve("secrets.d"));
        System.setProperty("karaf.etc", options.etc().toString());
        Connections connections = new Connections();
        for (int number = 1; number <= options.accounts(); number++) {
            connections.addConnection(connection(options, connection(number), number, 0));
            connections.addConnection(connection(options, watched(number), number, WATCH_SECONDS));
        }
        return connections;
    }

    private static ConfiguredConnection connection(PlainNodeOptions options, String name, int number, int watch) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("name", name);
        configuration.put("kind", "stripe");
        configuration.put("mode", "TEST");
        configuration.put("baseAddress", options.stripe().toString());
        configuration.put("secret.key", KEY_FILE);
        configuration.put("property.account", account(number));
        configuration.put("property.pollSeconds", "1");
        configuration.put("property.watchSeconds", Integer.toString(watch));
        return new ConfiguredConnection(configuration);
    }

    private static void writeKey(Path directory) throws IOException {
        Path file = directory.resolve(KEY_FILE);
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(directory);
        // complete and private before it has its name: the process may die in between
        Path made = Files.createTempFile(
                directory,
                "key",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(made, SimulatorConfig.DEFAULT_KEY + "\n", StandardCharsets.UTF_8);
        Files.move(made, file);
    }
}
