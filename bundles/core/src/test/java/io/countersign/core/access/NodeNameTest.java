package io.countersign.core.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.testing.Configuration;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class NodeNameTest {
    @Test
    public void theConfiguredNameIsTheActor() {
        NodeName node = configured("paris-1.example");

        assertEquals("paris-1.example", node.value());
        assertEquals(Caller.node("paris-1.example"), node.caller());
    }

    @Test
    public void withoutOneItIsTheHosts() {
        assertTrue(configured("").value().matches("[A-Za-z0-9._-]{1,64}"));
    }

    @Test
    public void whatIsNoNameIsRefusedWithItsValueAndPlace() {
        for (String wrong : List.of("two words", "line\nbreak", "x".repeat(65), "ü")) {
            String message = assertThrows(IllegalArgumentException.class, () -> configured(wrong))
                    .toString();

            assertTrue(message, message.contains(wrong) && message.contains("etc/io.countersign.node.cfg"));
        }
    }

    private static NodeName configured(String name) {
        return new NodeName(Configuration.of(NodeConfig.class, Map.of("name", name)));
    }
}
