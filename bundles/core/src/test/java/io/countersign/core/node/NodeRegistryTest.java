package io.countersign.core.node;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.PermissionDeniedException;
import io.countersign.core.access.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.Test;

public final class NodeRegistryTest {
    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");

    private final List<Node> nodes = new ArrayList<>();
    private final NodeRegistry registry = new NodeRegistry(new Nodes(), "paris");
    private boolean failing;

    @Test
    public void healthNamesEveryNodeAndIsReadyEvenWhenOneIsDead() {
        nodes.add(new Node("2", "lyon", "192.0.2.2", "1.0.0", AT, AT, false));

        registry.beat();

        assertTrue(registry.check().ready());
        String message = registry.check().message();
        assertTrue(message, message.startsWith("1 of 2 nodes live: "));
        assertTrue(message, message.contains("lyon (192.0.2.2) dead, last seen 2026-11-22T12:00:00Z"));
        assertTrue(message, message.contains("paris ("));
    }

    @Test
    public void missedBeatIsTriedAgain() {
        failing = true;
        registry.beat();
        assertEquals(List.of(), nodes);

        failing = false;
        registry.beat();
        assertEquals(1, nodes.size());
    }

    @Test
    public void nodeThatStopsIsGone() {
        registry.beat();
        registry.stop();

        assertEquals(List.of(), nodes);
    }

    @Test
    public void onlyThoseWhoMaySeeWhatRunsWhereSeeNodes() {
        registry.beat();

        assertEquals(nodes, registry.list(caller(Set.of(Role.AUDITOR))));
        assertThrows(PermissionDeniedException.class, () -> registry.list(caller(Set.of())));
    }

    private static Caller caller(Set<Role> roles) {
        return new Caller("u-1", "ada", roles, Authentication.SESSION, "");
    }

    private final class Nodes implements NodeRepository {
        @Override
        public String self() {
            return "1";
        }

        @Override
        public Duration beatInterval() {
            return Duration.ofSeconds(2);
        }

        @Override
        public void recordBeat(String name, String address) {
            if (failing) {
                throw new IllegalStateException("the database is away");
            }
            nodes.add(new Node(self(), name, address, "1.0.0", AT, AT, true));
        }

        @Override
        public void recordStop() {
            nodes.removeIf(node -> node.id().equals(self()));
        }

        @Override
        public List<Node> list() {
            return List.copyOf(nodes);
        }
    }
}
