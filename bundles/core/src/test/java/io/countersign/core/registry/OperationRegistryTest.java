package io.countersign.core.registry;

import static org.junit.Assert.assertEquals;

import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public final class OperationRegistryTest {
    private final OperationRegistry registry = new OperationRegistry();
    private final DeployedOperation older = operation("aa", 1);
    private final DeployedOperation newer = operation("bb", 2);

    @Test
    public void newExecutionsGoToTheReleaseActivatedLast() {
        registry.add(newer);
        registry.add(older);

        assertEquals(Optional.of(newer), registry.newest("demo.count"));
        assertEquals(Optional.of(older), registry.find("demo.count", "aa"));
    }

    @Test
    public void drainingReleaseOnlyFinishesWhatIsPinnedToIt() {
        registry.add(older);
        registry.add(newer);

        registry.stopNewExecutions("bb");

        assertEquals(Optional.of(older), registry.newest("demo.count"));
        assertEquals(List.of(older), registry.operations());
        assertEquals(Optional.of(newer), registry.find("demo.count", "bb"));
    }

    @Test
    public void operationWhoseReleasesAllDrainTakesNothingNew() {
        registry.stopNewExecutions("aa");
        registry.add(older);

        assertEquals(Optional.empty(), registry.newest("demo.count"));
        assertEquals(List.of(), registry.operations());

        registry.allowNewExecutions("aa");

        assertEquals(Optional.of(older), registry.newest("demo.count"));
    }

    @Test
    public void runsOfALimitedReleaseEndAfterTheLaterOfTwoTimes() {
        Instant since = Instant.parse("2026-11-22T12:00:00Z");
        assertEquals(Optional.empty(), registry.runEnd("aa", since));

        registry.limitRuns("aa", since, Duration.ofHours(1));

        assertEquals(Optional.of(since.plusSeconds(3600)), registry.runEnd("aa", since.minusSeconds(60)));
        assertEquals(Optional.of(since.plusSeconds(3660)), registry.runEnd("aa", since.plusSeconds(60)));
        assertEquals(Optional.empty(), registry.runEnd("bb", since));

        registry.allowNewExecutions("aa");
        assertEquals(Optional.empty(), registry.runEnd("aa", since));
    }

    private static DeployedOperation operation(String digest, long number) {
        return DeployedOperation.read(new Count(), digest, number);
    }

    private static final class Count implements OperationPlugin {
        @Override
        public String name() {
            return "demo.count";
        }

        @Override
        public String version() {
            return "1.0.0";
        }

        @Override
        public String description() {
            return "Counts.";
        }

        @Override
        public ParameterSchema schema() {
            return ParameterSchema.of();
        }

        @Override
        public Plan plan(PlanContext context) {
            return Plan.readOnly();
        }
    }
}
