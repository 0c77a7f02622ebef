package io.countersign.shell;

import io.countersign.core.execution.ExecutionState;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** States of executions. */
@Service
public final class StateCompleter implements Completer {

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names =
                Arrays.stream(ExecutionState.values()).map(Enum::name).toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
