package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.release.ReleaseStatus;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ops:plugin-start}. */
@Service
@Command(
        scope = "ops",
        name = "plugin-start",
        description = "Lets a release take new executions; the other releases of its bundle drain")
public final class PluginStartCommand extends ReleaseCommand {
    @Override
    ReleaseStatus change(Caller caller, String digest) {
        return releases.start(caller, digest, comment);
    }
}
