package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.Decision;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** {@code ops:reject}. */
@Service
@Command(
        scope = "ops",
        name = "reject",
        description = "Rejects the plan of an execution",
        detailedDescription = "Look at the plan first: ops:show --plan. The digest says which plan you have seen.")
public final class RejectCommand extends DecisionCommand {
    @Option(name = "--comment", description = "Why, for the submitter and the log")
    @Nullable
    String comment;

    @Override
    void run(Caller caller) throws CommandException {
        decide(caller, Decision.Kind.REJECTED, required("--comment", comment));
    }
}
