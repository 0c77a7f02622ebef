package io.countersign.stripe.simulator;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** Runs the simulator as a process of its own, until it is stopped. */
public final class StripeSimulatorMain {
    private static final String HELP =
            """
            Stand-in for the Stripe API, for demos and tests. Binds 127.0.0.1 only. The first line it prints is
            SIMULATOR listening at http://127.0.0.1:PORT

              --port N                port; 0 takes a free one (default 0)
              --data DIR              directory of the ledger (default stripe-simulator-data)
              --balances LIST         currency[:source_type]=minor units, separated by commas, booked if the ledger is
                                      empty (default: the eight balances of the demo)
              --no-destination CUR    no bank account for this currency; repeatable
              --pending-seconds N     from created to in_transit, default 1
              --transit-seconds N     from in_transit to paid, default 2
              --speed X               virtual seconds per second, default 1
              --key KEY               accepted secret key (rk_test_, sk_test_, rk_live_, sk_live_); repeatable
                                      (default rk_test_countersign_simulator)
              --webhook-url URL       where events are sent; needs --webhook-secret
              --webhook-secret SECRET signs them (whsec_…)
              --help                  this text
            """;

    private StripeSimulatorMain() {}

    /** Starts a simulator; exits with 2 if an option is wrong and with 1 if it cannot start. */
    public static void main(String[] arguments) {
        int exit = run(List.of(arguments), System.out, System.err);
        if (exit != 0) System.exit(exit);
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(HELP);
            return 0;
        }
        SimulatorConfig config;
        try {
            config = config(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + "; see --help");
            return 2;
        }
        try {
            StripeSimulator simulator = StripeSimulator.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "stripe-simulator-stop"));
            out.println("SIMULATOR listening at " + simulator.baseUri());
            out.flush();
            return 0;
        } catch (IllegalStateException | UncheckedIOException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    static SimulatorConfig config(List<String> arguments) {
        Path data = Path.of("stripe-simulator-data");
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            if (arguments.get(i).equals("--data")) data = Path.of(arguments.get(i + 1));
        }
        SimulatorConfig.Builder builder = SimulatorConfig.builder(data);
        List<OpeningBalance> balances = OpeningBalance.demo();
        String webhookUrl = "";
        String webhookSecret = "";
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            if (!rest.hasNext()) throw new IllegalArgumentException("option " + option + " has no value");
            String value = rest.next();
            if (option.equals("--balances")) {
                balances = OpeningBalance.parse(value);
            } else if (option.equals("--webhook-url")) {
                webhookUrl = value;
            } else if (option.equals("--webhook-secret")) {
                webhookSecret = value;
            } else {
                apply(builder, option, value);
            }
        }
        if (webhookUrl.isEmpty() != webhookSecret.isEmpty()) {
            throw new IllegalArgumentException("--webhook-url and --webhook-secret belong together");
        }
        if (!webhookUrl.isEmpty()) builder.webhook(URI.create(webhookUrl), webhookSecret);
        return builder.openingBalances(balances).build();
    }

    private static void apply(SimulatorConfig.Builder builder, String option, String value) {
        try {
            switch (option) {
                case "--data" -> {
                    // Read before: the builder is made with it.
                }
                case "--port" -> builder.port(Integer.parseInt(value));
                case "--no-destination" -> builder.withoutDestination(value);
                case "--pending-seconds" -> builder.pending(Duration.ofSeconds(Long.parseLong(value)));
                case "--transit-seconds" -> builder.transit(Duration.ofSeconds(Long.parseLong(value)));
                case "--speed" -> builder.speed(Double.parseDouble(value));
                case "--key" -> builder.secretKey(value);
                default -> throw new IllegalArgumentException("option " + option + " is unknown");
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("option " + option + " needs a number, got '" + value + "'", e);
        }
    }
}
