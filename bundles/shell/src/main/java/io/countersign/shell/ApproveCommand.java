package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.Decision;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code ops:approve}. */
@Service
@Command(
        scope = "ops",
        name = "approve",
        description = "Signs the plan of an execution that somebody else submitted",
        detailedDescription = "Look at the plan first: ops:show --plan. The digest says which plan you have seen.")
public final class ApproveCommand extends DecisionCommand {
    @Option(name = "--comment", description = "Why, for the log")
    String comment = "";

    @Override
    void run(Caller caller) throws CommandException {
        decide(caller, Decision.Kind.APPROVED, comment);
    }
}
