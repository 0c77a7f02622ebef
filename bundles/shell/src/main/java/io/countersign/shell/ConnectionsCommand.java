package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.connection.Connections;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ops:connections}. */
@Service
@Command(
        scope = "ops",
        name = "connections",
        description = "Lists the configured accounts at providers, and their faults")
public final class ConnectionsCommand extends OpsCommand {
    @Reference
    Connections connections;

    @Override
    void run(Caller caller) {
        caller.require(Permission.OPERATION_READ);
        print(
                CatalogueViews.connections(),
                connections.list(),
                "No connection is configured; write etc/io.countersign.connection-<name>.cfg.");
    }
}
