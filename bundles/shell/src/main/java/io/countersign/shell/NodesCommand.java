package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.BackupHealthCheck;
import io.countersign.core.health.HealthCheck;
import io.countersign.core.node.Node;
import io.countersign.core.node.NodeRegistry;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ops:nodes}. */
@Service
@Command(scope = "ops", name = "nodes", description = "Lists the nodes of the platform, dead ones too")
public final class NodesCommand extends OpsCommand {
    @Reference
    NodeRegistry nodes;

    @Reference
    BackupHealthCheck backup;

    @Override
    void run(Caller caller) {
        print(table(), nodes.list(caller), "No node has said that it lives.");
        HealthCheck.Result restored = backup.check();
        if (restored.warning() && !json) {
            out.println(Visible.line(restored.message()));
        }
    }

    private static Table<Node> table() {
        return new Table<Node>()
                .column("name", node -> Cell.of(node.name()))
                .column("address", node -> Cell.of(node.address()))
                .column("state", node -> Cell.of(node.alive() ? "ALIVE" : "DEAD"))
                .column("version", node -> Cell.of(node.version()))
                .column("startedAt", "STARTED", node -> Cell.of(node.startedAt()))
                .column("heartbeatAt", "LAST SEEN", node -> Cell.of(node.heartbeatAt()))
                .column("id", "", node -> Cell.of(node.id()));
    }
}
