package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.release.ReleaseStatus;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ops:rollback}. */
@Service
@Command(
        scope = "ops",
        name = "rollback",
        description = "Goes back to the release before: it takes new executions again, the given one drains")
public final class RollbackCommand extends ReleaseCommand {
    @Override
    ReleaseStatus change(Caller caller, String digest) {
        return releases.rollback(caller, digest, comment);
    }
}
