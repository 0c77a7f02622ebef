package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.StoredPlan;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** {@code ops:show}. */
@Service
@Command(scope = "ops", name = "show", description = "Shows an execution: plan, effects, decisions and files")
public final class ShowCommand extends OpsCommand {
    @Reference
    ExecutionService executions;

    @Argument(name = "execution", description = "Its id or the beginning of it", required = true)
    @Completion(ExecutionCompleter.class)
    String execution;

    @Argument(index = 1, name = LateOptions.NAME, description = LateOptions.DESCRIPTION, multiValued = true)
    @Nullable
    List<String> late;

    @Option(name = "--plan", description = "Show the plan that is signed")
    boolean plan;

    @Override
    void run(Caller caller) throws CommandException {
        ExecutionId id = ExecutionIds.find(caller, executions, execution);
        if (plan) {
            StoredPlan stored = executions.plan(caller, id);
            print(PlanViews.sheet(stored.document(), stored.riskLevel()));
            return;
        }
        Execution found = executions.get(caller, id);
        print(ExecutionViews.sheet(found)
                .list("effects", "Effects", ExecutionViews.effects(), executions.effects(caller, id))
                .list("approvals", "Decisions", ExecutionViews.decisions(), executions.decisions(caller, id))
                .list("files", "Files", CatalogueViews.files(), executions.files(caller, id)));
    }
}
