package io.countersign.core.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import org.junit.Test;

public class DeployedOperationTest {
    @Test
    public void refusesWhatAPluginMayNotSayOfItself() {
        for (String name : new String[] {"pay", "Bank.pay", "bank..pay", "bank.pay.", "x.".repeat(60) + "x"}) {
            assertThrows(name, IllegalArgumentException.class, () -> release(name, "1.0.0", "a", 1));
        }
        for (String version : new String[] {"1", "1.0", "v1.0.0", ""}) {
            assertThrows(version, IllegalArgumentException.class, () -> release("bank.pay", version, "a", 1));
        }
    }

    @Test
    public void isTitledByItsNameWhenItGivesNoTitle() {
        assertEquals("bank.pay", release("bank.pay", "1.0.0", "a", 1).title());
    }

    private static DeployedOperation release(String name, String version, String digest, long number) {
        return DeployedOperation.read(new Described(name, version), digest, number);
    }

    /** Says what it is told to say. */
    private record Described(String name, String version) implements OperationPlugin {
        @Override
        public String description() {
            return "Does nothing.";
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
