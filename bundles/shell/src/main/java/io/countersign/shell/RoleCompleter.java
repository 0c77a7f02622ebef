package io.countersign.shell;

import io.countersign.core.access.Role;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Words of roles. */
@Service
public final class RoleCompleter implements Completer {
    static final List<String> WORDS =
            Arrays.stream(Role.values()).map(Role::word).toList();

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(WORDS).complete(session, line, candidates);
    }
}
