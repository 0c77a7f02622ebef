package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.registry.OperationCatalogue;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** {@code ops:plan}. */
@Service
@Command(
        scope = "ops",
        name = "plan",
        description = "Shows what a run would do; nothing can be executed from it",
        detailedDescription = "Example: ops:plan stripe.payout connection=stripe-main currencies=aed,usd")
public final class PlanCommand extends OpsCommand {
    @Reference
    OperationCatalogue catalogue;

    @Reference
    ExecutionService executions;

    @Argument(name = "operation", description = "Name as in ops:list", required = true)
    @Completion(OperationCompleter.class)
    String operation;

    @Argument(index = 1, name = "parameters", description = "name=value; see ops:describe", multiValued = true)
    @Completion(ParameterCompleter.class)
    @Nullable
    List<String> parameters;

    @Override
    void run(Caller caller) throws CommandException {
        print(PlanViews.sheet(
                executions.preview(
                        caller,
                        operation,
                        GivenParameters.read(catalogue.get(caller, operation).schema(), parameters)),
                null));
    }
}
