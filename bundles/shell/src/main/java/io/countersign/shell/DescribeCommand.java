package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.registry.OperationCatalogue;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code ops:describe}. */
@Service
@Command(scope = "ops", name = "describe", description = "Describes an operation and its parameters")
public final class DescribeCommand extends OpsCommand {
    @Reference
    OperationCatalogue catalogue;

    @Argument(name = "operation", description = "Name as in ops:list", required = true)
    @Completion(OperationCompleter.class)
    String operation;

    @Argument(index = 1, name = LateOptions.NAME, description = LateOptions.DESCRIPTION, multiValued = true)
    @Nullable
    List<String> late;

    @Override
    void run(Caller caller) {
        print(CatalogueViews.operation(catalogue.get(caller, operation)));
    }
}
