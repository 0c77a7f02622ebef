package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.release.ReleaseService;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ops:plugins}. */
@Service
@Command(
        scope = "ops",
        name = "plugins",
        description = "Lists the releases of operation bundles, what still needs them, and what was refused")
public final class PluginsCommand extends OpsCommand {
    @Reference
    ReleaseService releases;

    @Override
    void run(Caller caller) {
        print(ReleaseViews.overview(releases.overview(caller)));
    }
}
