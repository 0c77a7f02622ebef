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

/** {@code ops:repeat}. */
@Service
@Command(
        scope = "ops",
        name = "repeat",
        description = "Submits what an ended execution has left undone",
        detailedDescription =
                "The new execution has the same parameters and files; its plan leaves out every effect that was"
                        + " applied before, and needs an approval of its own. Example: ops:repeat 3f2a --comment 'account reopened'")
public final class RepeatCommand extends OpsCommand {
    @Reference
    ExecutionService executions;

    @Argument(name = "execution", description = "Its id or the beginning of it", required = true)
    @Completion(ExecutionCompleter.class)
    String execution;

    @Argument(index = 1, name = LateOptions.NAME, description = LateOptions.DESCRIPTION, multiValued = true)
    @Nullable
    List<String> late;

    @Option(name = "--comment", description = "What approvers and auditors should know")
    String comment = "";

    @Option(name = "--key", description = "Idempotency key: the same key never submits twice")
    @Nullable
    String key;

    @Override
    void run(Caller caller) throws CommandException {
        print(ExecutionViews.sheet(
                executions.repeat(caller, ExecutionIds.find(caller, executions, execution), comment, key)));
    }
}
