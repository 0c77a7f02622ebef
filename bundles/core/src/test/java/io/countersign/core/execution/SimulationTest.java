package io.countersign.core.execution;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Whatever dies, whenever: nothing is paid twice, nothing is lost, everything ends and is told of. More of it with {@code
 * ./mvnw -Psimulate -Dseeds=1000000}; a single failing one again with {@code -Dseeds=1 -Dseed=S}.
 */
public class SimulationTest {
    private static final long SEEDS = Long.getLong("countersign.seeds", 2_000);
    private static final long FIRST = Long.getLong("countersign.seed", 0);
    private static final long REPORT_EVERY = 50_000;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void everyEffectHappensOnce() throws IOException {
        AtomicLong done = new AtomicLong();
        AtomicLong booked = new AtomicLong();
        java.nio.file.Path directory = folder.newFolder().toPath();
        LongStream.range(FIRST, FIRST + SEEDS).parallel().forEach(seed -> {
            Simulation simulation = new Simulation(seed, directory.resolve(Long.toString(seed)));
            simulation.run();
            booked.addAndGet(simulation.bank().ledger().size());
            if (done.incrementAndGet() % REPORT_EVERY == 0) {
                System.out.println(done + " lives, " + booked + " payments, none twice");
            }
        });
        System.out.println(done + " lives from seed " + FIRST + ", " + booked + " payments, none twice");
    }
}
