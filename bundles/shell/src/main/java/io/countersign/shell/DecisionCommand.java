package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.approval.ApprovalService;
import io.countersign.core.execution.Decision;
import io.countersign.core.execution.ExecutionService;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** What the commands have in common by which somebody decides on a plan: which execution, and which plan was seen. */
abstract class DecisionCommand extends OpsCommand {
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

    final void decide(Caller caller, Decision.Kind kind, String comment) throws CommandException {
        print(ExecutionViews.sheet(approvals.decide(
                caller,
                ExecutionIds.find(caller, executions, execution),
                kind,
                required("--digest", digest),
                comment)));
    }
}
