package io.countersign.core.node;

import io.countersign.core.access.Caller;
import io.countersign.core.access.NodeName;
import io.countersign.core.access.Permission;
import io.countersign.core.health.HealthCheck;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that this node lives, and which others do. */
@Component(
        service = {NodeRegistry.class, HealthCheck.class},
        immediate = true)
public final class NodeRegistry implements HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistry.class);

    private final NodeRepository nodes;
    private final String name;
    private final String address;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "countersign-node");
        thread.setDaemon(true);
        return thread;
    });
    private volatile List<Node> known = List.of();

    @Activate
    public NodeRegistry(@Reference NodeRepository nodes, @Reference NodeName name) {
        this(nodes, name.value());
        long millis = nodes.beatInterval().toMillis();
        ScheduledFuture<?> unused = beats.scheduleWithFixedDelay(this::beat, 0, millis, TimeUnit.MILLISECONDS);
    }

    NodeRegistry(NodeRepository nodes, String name) {
        this.nodes = nodes;
        this.name = name;
        this.address = localHost().getHostAddress();
    }

    /**
     * The nodes of the platform, read now.
     *
     * @throws io.countersign.core.access.PermissionDeniedException without {@code plugin:read}, the right to see what runs
     *     where
     */
    public List<Node> list(Caller caller) {
        caller.require(Permission.PLUGIN_READ);
        return nodes.list();
    }

    @Override
    public String name() {
        return "nodes";
    }

    /** Always ready: that another node is dead does not keep this one from serving. */
    @Override
    public Result check() {
        List<Node> seen = known;
        long alive = seen.stream().filter(Node::alive).count();
        String all = seen.stream().map(NodeRegistry::describe).collect(Collectors.joining("; "));
        return new Result(true, alive + " of " + seen.size() + " nodes live: " + all);
    }

    /** One sign of life. */
    void beat() {
        try {
            nodes.recordBeat(name, address);
            List<Node> before = known;
            known = nodes.list();
            tellOfTheDead(before, known);
        } catch (RuntimeException e) {
            LOG.warn("This node could not say that it lives, the next beat tries again: {}", e.toString());
        }
    }

    /** Not by interrupting: a thread that is interrupted inside H2 closes the database. */
    @Deactivate
    void stop() {
        beats.shutdown();
        try {
            nodes.recordStop();
        } catch (RuntimeException e) {
            LOG.warn("This node could not say that it stops, the others will miss it: {}", e.toString());
        }
    }

    private static void tellOfTheDead(List<Node> before, List<Node> now) {
        for (Node node : now) {
            boolean lived = before.stream().anyMatch(earlier -> earlier.id().equals(node.id()) && earlier.alive());
            if (lived && !node.alive()) {
                LOG.warn("Node {} has shown no life since {}; its work is taken over", node.name(), node.heartbeatAt());
            }
        }
    }

    private static String describe(Node node) {
        return node.name() + " (" + node.address() + ") "
                + (node.alive() ? "since " + node.startedAt() : "dead, last seen " + node.heartbeatAt());
    }

    private static InetAddress localHost() {
        try {
            return InetAddress.getLocalHost();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
