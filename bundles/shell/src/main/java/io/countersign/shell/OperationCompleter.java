package io.countersign.shell;

import io.countersign.core.access.AccessService;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationCatalogue;
import io.countersign.shell.signin.SignedInUser;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Names of operations. */
@Service
public final class OperationCompleter implements Completer {
    @Reference
    AccessService access;

    @Reference
    OperationCatalogue catalogue;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names = SignedInUser.caller(access).stream()
                .flatMap(caller -> catalogue.list(caller).stream())
                .map(DeployedOperation::name)
                .toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
