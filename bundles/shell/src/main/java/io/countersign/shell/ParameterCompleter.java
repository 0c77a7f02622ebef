package io.countersign.shell;

import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterType;
import io.countersign.core.access.AccessService;
import io.countersign.core.connection.ConnectionInfo;
import io.countersign.core.connection.Connections;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationCatalogue;
import io.countersign.shell.signin.SignedInUser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** {@code name=value} for the parameters of the operation that is on the line: options, connections, yes or no. */
@Service
public final class ParameterCompleter implements Completer {
    @Reference
    AccessService access;

    @Reference
    OperationCatalogue catalogue;

    @Reference
    Connections connections;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> words = Arrays.asList(line.getArguments());
        List<String> pairs = SignedInUser.caller(access).stream()
                .flatMap(caller -> catalogue.list(caller).stream())
                .filter(operation -> words.contains(operation.name()))
                .limit(1)
                .map(DeployedOperation::schema)
                .flatMap(schema -> schema.parameters().stream())
                .filter(parameter -> isOpen(parameter, line))
                .flatMap(parameter -> pairs(parameter).stream())
                .toList();
        return new StringsCompleter(pairs).complete(session, line, candidates);
    }

    /** Whether it is not given yet by another word than the one under the cursor. */
    private static boolean isOpen(Parameter parameter, CommandLine line) {
        String[] words = line.getArguments();
        for (int i = 0; i < words.length; i++) {
            if (i != line.getCursorArgumentIndex() && words[i].startsWith(parameter.name() + "=")) {
                return false;
            }
        }
        return true;
    }

    private List<String> pairs(Parameter parameter) {
        List<String> pairs = new ArrayList<>();
        pairs.add(parameter.name() + "=");
        values(parameter).forEach(value -> pairs.add(parameter.name() + "=" + value));
        return pairs;
    }

    private Collection<String> values(Parameter parameter) {
        if (parameter.type() == ParameterType.BOOLEAN) {
            return List.of("true", "false");
        }
        Optional<String> kind = parameter.connectionKind();
        return kind.isEmpty()
                ? parameter.options().keySet()
                : connections.list().stream()
                        .filter(connection -> connection.kind().equals(kind.get())
                                && connection.fault().isEmpty())
                        .map(ConnectionInfo::name)
                        .toList();
    }
}
