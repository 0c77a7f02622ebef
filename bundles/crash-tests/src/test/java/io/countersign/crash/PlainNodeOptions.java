package io.countersign.crash;

import io.countersign.persistence.DatabaseAddress;
import io.countersign.persistence.NodeSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a {@link PlainNode} is started with. There are as many connected accounts as asked for, and two connections to
 * each: {@code account-1}, and {@code watched-1} that is followed for a while after its payouts were paid.
 *
 * @param database which it shares with other nodes
 * @param directory of files; nodes of one database share it
 * @param name of the node, which has files of its own by it
 * @param stripe where the simulator listens
 * @param accounts how many connected accounts there are, {@code acct_1} and so on
 * @param workers executions that are carried on at the same time
 * @param heartbeat between signs of life of running work; it is taken over after four missed ones
 * @param intentMark whether it keeps the mark by which a restored backup is recognised
 */
record PlainNodeOptions(
        DatabaseAddress database,
        Path directory,
        String name,
        URI stripe,
        int accounts,
        int workers,
        Duration heartbeat,
        boolean intentMark) {
    static final Duration POLLING_INTERVAL = Duration.ofMillis(50);

    /** Long enough for the first call of a process on a busy machine, which loads the classes of Stripe's SDK. */
    static final Duration STRIPE_TIMEOUT = Duration.ofSeconds(3);

    static final Duration CALL_TIMEOUT = Duration.ofSeconds(4);
    static final Duration ABSENCE_GAP = Duration.ofSeconds(1);

    private static final int WORKERS = 4;
    private static final Duration HEARTBEAT = Duration.ofMillis(150);

    /** A node with a few workers that is missed within a second. */
    static PlainNodeOptions of(DatabaseAddress database, Path directory, URI stripe) {
        return new PlainNodeOptions(database, directory, "node", stripe, 1, WORKERS, HEARTBEAT, false);
    }

    PlainNodeOptions on(DatabaseAddress other) {
        return new PlainNodeOptions(other, directory, name, stripe, accounts, workers, heartbeat, intentMark);
    }

    PlainNodeOptions named(String newName) {
        return new PlainNodeOptions(database, directory, newName, stripe, accounts, workers, heartbeat, intentMark);
    }

    PlainNodeOptions withAccounts(int count) {
        return new PlainNodeOptions(database, directory, name, stripe, count, workers, heartbeat, intentMark);
    }

    PlainNodeOptions withWorkers(int count) {
        return new PlainNodeOptions(database, directory, name, stripe, accounts, count, heartbeat, intentMark);
    }

    PlainNodeOptions withHeartbeat(Duration between) {
        return new PlainNodeOptions(database, directory, name, stripe, accounts, workers, between, intentMark);
    }

    PlainNodeOptions withIntentMark(boolean kept) {
        return new PlainNodeOptions(database, directory, name, stripe, accounts, workers, heartbeat, kept);
    }

    /** The folder that stands for Karaf's etc; of this node alone. */
    Path etc() {
        return directory.resolve("etc-of-" + name);
    }

    NodeSettings settings() {
        return new NodeSettings(
                directory,
                name,
                workers,
                POLLING_INTERVAL,
                heartbeat,
                CALL_TIMEOUT,
                ABSENCE_GAP,
                intentMark ? directory.resolve("newest-intent-of-" + name).toString() : "");
    }

    /** As arguments of a process. */
    List<String> toArguments() {
        return List.of(
                "database=" + database.url(),
                "ownerUser=" + database.ownerUser(),
                "ownerPasswordFile=" + database.ownerPasswordFile(),
                "appUser=" + database.appUser(),
                "appPasswordFile=" + database.appPasswordFile(),
                "directory=" + directory,
                "name=" + name,
                "stripe=" + stripe,
                "accounts=" + accounts,
                "workers=" + workers,
                "heartbeatMillis=" + heartbeat.toMillis(),
                "intentMark=" + intentMark);
    }

    /** What {@link #toArguments} wrote. */
    static PlainNodeOptions parse(String[] arguments) {
        Map<String, String> values = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> other, LinkedHashMap::new));
        DatabaseAddress database = new DatabaseAddress(
                required(values, "database"),
                required(values, "ownerUser"),
                Path.of(required(values, "ownerPasswordFile")),
                required(values, "appUser"),
                Path.of(required(values, "appPasswordFile")));
        return new PlainNodeOptions(
                database,
                Path.of(required(values, "directory")),
                required(values, "name"),
                URI.create(required(values, "stripe")),
                Integer.parseInt(required(values, "accounts")),
                Integer.parseInt(required(values, "workers")),
                Duration.ofMillis(Long.parseLong(required(values, "heartbeatMillis"))),
                Boolean.parseBoolean(required(values, "intentMark")));
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("argument " + name + "=… is missing; there are " + values.keySet());
        }
        return value;
    }
}
