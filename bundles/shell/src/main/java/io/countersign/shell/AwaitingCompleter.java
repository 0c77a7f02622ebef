package io.countersign.shell;

import io.countersign.core.access.AccessService;
import io.countersign.core.execution.ExecutionFilter;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ExecutionState;
import io.countersign.shell.signin.SignedInUser;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Ids of the newest executions that wait for an approval. */
@Service
public final class AwaitingCompleter implements Completer {
    private static final int OFFERED_MAX = 50;

    @Reference
    AccessService access;

    @Reference
    ExecutionService executions;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        ExecutionFilter waiting = new ExecutionFilter(
                Set.of(ExecutionState.AWAITING_APPROVAL), null, null, null, null, null, OFFERED_MAX);
        List<String> ids = SignedInUser.caller(access).stream()
                .flatMap(caller -> executions.list(caller, waiting).stream())
                .map(execution -> execution.id().text())
                .toList();
        return new StringsCompleter(ids).complete(session, line, candidates);
    }
}
