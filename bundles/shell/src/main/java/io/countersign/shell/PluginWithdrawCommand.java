package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.release.ReleaseStatus;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ops:plugin-withdraw}. */
@Service
@Command(
        scope = "ops",
        name = "plugin-withdraw",
        description = "Takes a release back: nothing starts on it, and what runs is stopped at its next effect")
public final class PluginWithdrawCommand extends ReleaseCommand {
    @Override
    ReleaseStatus change(Caller caller, String digest) {
        return releases.withdraw(caller, digest, comment);
    }
}
