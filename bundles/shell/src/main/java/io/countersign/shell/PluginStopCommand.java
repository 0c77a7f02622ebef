package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.release.ReleaseStatus;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ops:plugin-stop}. */
@Service
@Command(
        scope = "ops",
        name = "plugin-stop",
        description = "Lets a release finish what is pinned to it and take nothing new")
public final class PluginStopCommand extends ReleaseCommand {
    @Override
    ReleaseStatus change(Caller caller, String digest) {
        return releases.stop(caller, digest, comment);
    }
}
