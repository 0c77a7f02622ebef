package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.ExecutionId;
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

/** {@code ops:logs}. */
@Service
@Command(scope = "ops", name = "logs", description = "Prints the log of an execution; --json prints one object a line")
public final class LogsCommand extends OpsCommand {
    @Reference
    ExecutionService executions;

    @Argument(name = "execution", description = "Its id or the beginning of it", required = true)
    @Completion(ExecutionCompleter.class)
    String execution;

    @Argument(index = 1, name = LateOptions.NAME, description = LateOptions.DESCRIPTION, multiValued = true)
    @Nullable
    List<String> late;

    @Option(name = "-f", aliases = "--follow", description = "Go on until the execution has ended; Ctrl-C stops")
    boolean follow;

    @Override
    void run(Caller caller) throws CommandException {
        ExecutionId id = ExecutionIds.find(caller, executions, execution);
        Follower follower = new Follower(executions, live(), json);
        if (follow) {
            follower.follow(this::caller, id);
        } else {
            follower.printNewLines(caller, id, 0);
        }
    }
}
