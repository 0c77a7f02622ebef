package io.countersign.stripe.simulator;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a simulator is started; everything but the data directory has a default. */
public final class SimulatorConfig {
    /** The secret key accepted if none is named. */
    public static final String DEFAULT_KEY = "rk_test_countersign_simulator";

    /** The account that the secret keys belong to. */
    public static final String ACCOUNT_ID = "acct_1Countersign0001";

    private final Path dataDirectory;
    private final int port;
    private final List<String> secretKeys;
    private final List<OpeningBalance> openingBalances;
    private final Set<String> withoutDestination;
    private final Map<String, Long> minimumsMinorUnits;
    private final List<Fault> faults;
    private final List<WebhookEndpoint> webhooks;
    private final Duration pending;
    private final Duration transit;
    private final Duration hang;
    private final Clock clock;
    private final double speed;

    private SimulatorConfig(Builder builder) {
        dataDirectory = builder.dataDirectory;
        port = builder.port;
        secretKeys = builder.secretKeys.isEmpty() ? List.of(DEFAULT_KEY) : List.copyOf(builder.secretKeys);
        openingBalances = List.copyOf(builder.openingBalances);
        withoutDestination = Set.copyOf(builder.withoutDestination);
        minimumsMinorUnits = Map.copyOf(builder.minimumsMinorUnits);
        faults = List.copyOf(builder.faults);
        webhooks = List.copyOf(builder.webhooks);
        pending = builder.pending;
        transit = builder.transit;
        hang = builder.hang;
        clock = builder.clock;
        speed = builder.speed;
    }

    /**
     * Starts from the defaults.
     *
     * @param dataDirectory where the ledger is kept; created if absent
     */
    public static Builder builder(Path dataDirectory) {
        return new Builder(dataDirectory);
    }

    Path dataDirectory() {
        return dataDirectory;
    }

    int port() {
        return port;
    }

    List<String> secretKeys() {
        return secretKeys;
    }

    List<OpeningBalance> openingBalances() {
        return openingBalances;
    }

    Set<String> withoutDestination() {
        return withoutDestination;
    }

    Map<String, Long> minimumsMinorUnits() {
        return minimumsMinorUnits;
    }

    List<Fault> faults() {
        return faults;
    }

    List<WebhookEndpoint> webhooks() {
        return webhooks;
    }

    Duration pending() {
        return pending;
    }

    Duration transit() {
        return transit;
    }

    Duration hang() {
        return hang;
    }

    Clock clock() {
        return clock;
    }

    double speed() {
        return speed;
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {
        private final Path dataDirectory;
        private final List<String> secretKeys = new ArrayList<>();
        private final List<OpeningBalance> openingBalances = new ArrayList<>();
        private final Set<String> withoutDestination = new HashSet<>();
        private final Map<String, Long> minimumsMinorUnits = new LinkedHashMap<>();
        private final List<Fault> faults = new ArrayList<>();
        private final List<WebhookEndpoint> webhooks = new ArrayList<>();
        private int port;
        private Duration pending = Duration.ofSeconds(1);
        private Duration transit = Duration.ofSeconds(2);
        private Duration hang = Duration.ofMinutes(2);
        private Clock clock = Clock.systemUTC();
        private double speed = 1;

        private Builder(Path dataDirectory) {
            this.dataDirectory = dataDirectory;
        }

        /** Port on the loopback address; 0, the default, takes a free one. */
        public Builder port(int value) {
            if (value < 0 || value > 65_535) throw new IllegalArgumentException("port " + value + " is not 0 to 65535");
            port = value;
            return this;
        }

        /**
         * Accepts a secret key besides those already named. Its prefix decides the mode: {@code rk_test_}, {@code
         * sk_test_}, {@code rk_live_} or {@code sk_live_}.
         */
        public Builder secretKey(String key) {
            if (!key.matches("[rs]k_(test|live)_[A-Za-z0-9_]+")) {
                throw new IllegalArgumentException("secret key must start with rk_test_, sk_test_, rk_live_ or sk_live_"
                        + " and go on with letters and digits");
            }
            secretKeys.add(key);
            return this;
        }

        /** Money the account starts with, in each mode that has a key; booked only into an empty ledger. */
        public Builder openingBalances(List<OpeningBalance> balances) {
            openingBalances.addAll(balances);
            return this;
        }

        /** A currency for which the account has no bank account. */
        public Builder withoutDestination(String currency) {
            withoutDestination.add(PayoutCurrency.requireCode(currency));
            return this;
        }

        /** Smallest payout of a currency in minor units; by default one unit of the currency. */
        public Builder minimum(String currency, long minorUnits) {
            if (minorUnits < 1) throw new IllegalArgumentException("minimum " + minorUnits + " is not positive");
            minimumsMinorUnits.put(PayoutCurrency.requireCode(currency), minorUnits);
            return this;
        }

        /** A fault that is armed from the start. */
        public Builder fault(Fault fault) {
            faults.add(fault);
            return this;
        }

        /**
         * Sends the events of payouts there.
         *
         * @param secret signs them; starts with {@code whsec_}
         */
        public Builder webhook(URI url, String secret) {
            webhooks.add(new WebhookEndpoint(url, secret));
            return this;
        }

        /** Virtual time between a payout's creation and its leaving for the bank; default 1 s. */
        public Builder pending(Duration value) {
            pending = requireNotNegative("pending", value);
            return this;
        }

        /** Virtual time between leaving for the bank and {@code paid}; default 2 s. */
        public Builder transit(Duration value) {
            transit = requireNotNegative("transit", value);
            return this;
        }

        /** Real time a timed-out call is held open at most before its connection is dropped; default 2 min. */
        public Builder hang(Duration value) {
            hang = requireNotNegative("hang", value);
            return this;
        }

        /** The source of real time; default the system clock. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** How many times faster than real time virtual time runs, above 0 up to 1,000,000; default 1. */
        public Builder speed(double value) {
            if (!(value > 0 && value <= 1_000_000)) {
                throw new IllegalArgumentException("speed " + value + " is not above 0 and up to 1000000");
            }
            speed = value;
            return this;
        }

        /** The finished configuration. */
        public SimulatorConfig build() {
            return new SimulatorConfig(this);
        }

        private static Duration requireNotNegative(String name, Duration value) {
            if (!value.isNegative()) return value;
            throw new IllegalArgumentException(name + " " + value + " is negative; give 0 or more");
        }
    }
}
