package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.registry.OperationCatalogue;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ops:plugins}. */
@Service
@Command(scope = "ops", name = "plugins", description = "Lists the releases of operation bundles")
public final class PluginsCommand extends OpsCommand {
    @Reference
    OperationCatalogue catalogue;

    @Override
    void run(Caller caller) {
        print(CatalogueViews.releases(), catalogue.releases(caller), "No operation bundle was released yet.");
    }
}
