package io.countersign.persistence;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Takes work and never finishes it; prints the execution it works on. */
final class HangingProcess {
    private HangingProcess() {}

    public static void main(String[] arguments) {
        Database database = Database.open(OtherProcess.settings(arguments));
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        WorkSettings defaults = new WorkSettings(4, Duration.ofMillis(100), Duration.ofSeconds(2));
        WorkScheduler polling = new WorkScheduler(
                database,
                (execution, kind) -> {
                    output.println(execution);
                    return hang();
                },
                defaults);
        Runtime.getRuntime().addShutdownHook(new Thread(polling::stop));
        hang();
    }

    private static Optional<Duration> hang() {
        while (true) {
            LockSupport.park();
        }
    }
}
