package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ResolutionService;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** {@code ops:resolve}. */
@Service
@Command(
        scope = "ops",
        name = "resolve",
        description =
                "Says what became of an effect whose outcome is unknown; it counts when a second person says the same",
        detailedDescription = "Look it up at the provider first. Examples:"
                + " ops:resolve 3f0c payout:aed:card --applied po_1Nx --reason 'seen in the dashboard';"
                + " ops:resolve 3f0c payout:aed:card --not-applied --reason 'support ticket 4711'")
public final class ResolveCommand extends OpsCommand {
    @Reference
    ExecutionService executions;

    @Reference
    ResolutionService resolutions;

    @Argument(name = "execution", description = "Its id or the beginning of it", required = true)
    @Completion(ExecutionCompleter.class)
    String execution;

    @Argument(index = 1, name = "effect", description = "Id of the effect as in ops:show", required = true)
    String effect;

    @Argument(index = 2, name = LateOptions.NAME, description = LateOptions.DESCRIPTION, multiValued = true)
    @Nullable
    List<String> late;

    @Option(name = "--applied", description = "It happened; the provider's id of it")
    @Nullable
    String externalId;

    @Option(name = "--not-applied", description = "It did not happen")
    boolean notApplied;

    @Option(name = "--reason", description = "How you know")
    @Nullable
    String reason;

    @Override
    void run(Caller caller) throws CommandException {
        if ((externalId != null) == notApplied) {
            throw mistake("say either --applied <the provider's id> or --not-applied");
        }
        ExecutionId id = ExecutionIds.find(caller, executions, execution);
        print(ExecutionViews.sheet(
                        resolutions.propose(caller, id, effect, !notApplied, externalId, required("--reason", reason)))
                .list("effects", "Effects", ExecutionViews.effects(), executions.effects(caller, id)));
    }
}
