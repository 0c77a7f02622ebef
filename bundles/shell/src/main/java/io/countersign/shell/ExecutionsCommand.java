package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionFilter;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ExecutionState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** {@code ops:executions}. */
@Service
@Command(scope = "ops", name = "executions", description = "Lists executions, newest first")
public final class ExecutionsCommand extends OpsCommand {
    @Reference
    ExecutionService executions;

    @Option(name = "--state", description = "Only in this state, like AWAITING_APPROVAL")
    @Completion(StateCompleter.class)
    @Nullable
    String state;

    @Option(name = "--operation", description = "Only of this operation")
    @Completion(OperationCompleter.class)
    @Nullable
    String operation;

    @Option(name = "--mine", description = "Only those that you submitted")
    boolean mine;

    @Option(name = "--limit", description = "At most this many, 1 to 200")
    int limit = 20;

    @Option(name = "--before", description = "Only older than the execution of this id: the next page")
    @Completion(ExecutionCompleter.class)
    @Nullable
    String before;

    @Override
    void run(Caller caller) throws CommandException {
        if (limit < 1 || limit > ExecutionFilter.LIMIT_MAX) {
            throw mistake("--limit " + limit + " is not between 1 and " + ExecutionFilter.LIMIT_MAX);
        }
        ExecutionFilter filter = new ExecutionFilter(
                states(), operation, mine ? caller.userId() : null, null, null, cursor(caller), limit);
        print(ExecutionViews.table(), executions.list(caller, filter), "No execution that you may see.");
    }

    private ExecutionFilter.@Nullable Cursor cursor(Caller caller) throws CommandException {
        if (before == null) {
            return null;
        }
        Execution last = executions.get(caller, ExecutionIds.find(caller, executions, before));
        return new ExecutionFilter.Cursor(last.createdAt(), last.id());
    }

    private Set<ExecutionState> states() throws CommandException {
        if (state == null) {
            return Set.of();
        }
        try {
            return EnumSet.of(ExecutionState.valueOf(state.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw mistake("'" + state + "' is no state; choose one of " + Arrays.toString(ExecutionState.values()));
        }
    }
}
