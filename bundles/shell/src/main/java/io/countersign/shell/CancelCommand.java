package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.ExecutionService;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** {@code ops:cancel}. */
@Service
@Command(
        scope = "ops",
        name = "cancel",
        description = "Cancels an execution: at once while it waits, between two effects while it runs")
public final class CancelCommand extends OpsCommand {
    @Reference
    ExecutionService executions;

    @Argument(name = "execution", description = "Its id or the beginning of it", required = true)
    @Completion(ExecutionCompleter.class)
    String execution;

    @Argument(index = 1, name = LateOptions.NAME, description = LateOptions.DESCRIPTION, multiValued = true)
    @Nullable
    List<String> late;

    @Option(name = "--comment", description = "Why, for the log")
    String comment = "";

    @Override
    void run(Caller caller) throws CommandException {
        print(ExecutionViews.sheet(
                executions.cancel(caller, ExecutionIds.find(caller, executions, execution), comment)));
    }
}
