package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionService;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.karaf.shell.support.CommandException;

/** Finds the execution that a typed id or its unambiguous beginning means. */
final class ExecutionIds {
    private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{4,32}");
    private static final int LENGTH = 32;

    private ExecutionIds() {}

    static ExecutionId find(Caller caller, ExecutionService executions, String typed) throws CommandException {
        if (!BEGINNING.matcher(typed).matches()) {
            throw OpsCommand.mistake("'" + typed
                    + "' is no execution id; type at least 4 of its 32 hexadecimal digits, see ops:executions");
        }
        if (typed.length() == LENGTH) {
            return new ExecutionId(typed);
        }
        List<ExecutionId> found = executions.idsByPrefix(caller, typed, 2);
        if (found.size() != 1) {
            throw OpsCommand.mistake(
                    found.isEmpty()
                            ? "there is no execution '" + typed + "…' that you may see; see ops:executions"
                            : "several executions begin with '" + typed + "'; type more digits");
        }
        return found.get(0);
    }
}
