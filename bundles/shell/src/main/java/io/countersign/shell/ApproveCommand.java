package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.approval.ApprovalService;
import io.countersign.core.execution.Decision;
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

/** {@code ops:approve}. */
@Service
@Command(
        scope = "ops",
        name = "approve",
        description = "Signs the plan of an execution that somebody else submitted",
        detailedDescription = "Look at the plan first: ops:show --plan. The digest says which plan you have seen.")
public final class ApproveCommand extends OpsCommand {
    @Reference
    ExecutionService executions;

    @Reference
    ApprovalService approvals;

    @Argument(name = "execution", description = "Its id or the beginning of it", required = true)
    @Completion(AwaitingCompleter.class)
    String execution;

    @Argument(index = 1, name = LateOptions.NAME, description = LateOptions.DESCRIPTION, multiValued = true)
    @Nullable
    List<String> late;

    @Option(name = "--digest", description = "Digest of the plan you have seen, all of it")
    @Nullable
    String digest;

    @Option(name = "--comment", description = "Why, for the log")
    String comment = "";

    @Override
    void run(Caller caller) throws CommandException {
        print(ExecutionViews.sheet(approvals.decide(
                caller,
                ExecutionIds.find(caller, executions, execution),
                Decision.Kind.APPROVED,
                required("--digest", digest),
                comment)));
    }
}
