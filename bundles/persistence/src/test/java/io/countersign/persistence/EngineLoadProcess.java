package io.countersign.persistence;

import java.time.Duration;

/** A further node in a process of its own that floods itself: says "ready", waits for a line, and floods. */
final class EngineLoadProcess {
    private EngineLoadProcess() {}

    public static void main(String[] arguments) throws Exception {
        Duration duration = Duration.ofSeconds(Long.getLong("benchmark.seconds", 10));
        try (EngineLoad load = EngineBenchmark.load(OtherProcess.settings(arguments))) {
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            load.flood(duration);
        }
        System.exit(0);
    }
}
