package io.countersign.shell;

import io.countersign.core.access.AccessService;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionService;
import io.countersign.shell.signin.SignedInUser;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Ids of executions the user may see, the newest that begin with what is typed. */
@Service
public final class ExecutionCompleter implements Completer {
    private static final int OFFERED_MAX = 20;

    @Reference
    AccessService access;

    @Reference
    ExecutionService executions;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        String typed = Optional.ofNullable(line.getCursorArgument()).orElse("");
        String beginning = typed.substring(0, Math.min(typed.length(), line.getArgumentPosition()));
        List<String> ids = SignedInUser.caller(access).stream()
                .flatMap(caller -> executions.idsByPrefix(caller, beginning, OFFERED_MAX).stream())
                .map(ExecutionId::text)
                .toList();
        return new StringsCompleter(ids).complete(session, line, candidates);
    }
}
