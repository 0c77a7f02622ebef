package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.registry.OperationCatalogue;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ops:list}. */
@Service
@Command(scope = "ops", name = "list", description = "Lists the operations that can be run")
public final class ListCommand extends OpsCommand {
    @Reference
    OperationCatalogue catalogue;

    @Override
    void run(Caller caller) {
        print(
                CatalogueViews.operations(),
                catalogue.list(caller),
                "No operation is deployed; see ops:plugins and docs/operating.md.");
    }
}
