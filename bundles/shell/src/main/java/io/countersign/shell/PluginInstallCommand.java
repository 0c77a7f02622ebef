package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.release.ReleaseService;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code ops:plugin-install}. */
@Service
@Command(
        scope = "ops",
        name = "plugin-install",
        description = "Takes a jar from standard input; once it serves it takes new executions",
        detailedDescription = "Paths of the server are never read. Example:"
                + " ssh -p 8101 admin@host ops:plugin-install payout-1.1.0.jar < payout-1.1.0.jar")
public final class PluginInstallCommand extends OpsCommand {
    private static final String PLAIN = "[A-Za-z0-9][A-Za-z0-9._-]{0,199}";

    @Reference
    ReleaseService releases;

    @Argument(name = "name", description = "What the jar is called", required = true)
    String name;

    @Override
    void run(Caller caller) throws CommandException, IOException {
        if (!name.matches(PLAIN)) {
            throw mistake("'" + name + "' is no plain file name; write one like payout-1.1.0.jar");
        }
        print(ReleaseViews.sheet(
                releases.install(caller, name, new Keyboard(session).content("ops:plugin-install " + name))));
    }
}
