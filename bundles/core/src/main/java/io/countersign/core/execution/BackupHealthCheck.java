package io.countersign.core.execution;

import io.countersign.core.health.HealthCheck;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether the database was restored from a backup and executions that it brought back are still open. The node serves all
 * the same; people who wait for such an execution must know why nothing is sent for it.
 */
@Component(service = {HealthCheck.class, BackupHealthCheck.class})
public final class BackupHealthCheck implements HealthCheck {
    private final BackupRecords backups;

    @Activate
    public BackupHealthCheck(@Reference BackupRecords backups) {
        this.backups = backups;
    }

    @Override
    public String name() {
        return "backup";
    }

    @Override
    public Result check() {
        long open = backups.openFromBackup();
        return open == 0
                ? new Result(true, "no execution of a restored backup is open")
                : Result.warning("THE DATABASE WAS RESTORED FROM A BACKUP: " + open
                        + (open == 1 ? " execution that it brought back is" : " executions that it brought back are")
                        + " still open; what they may have sent since is looked up first, and what is not found waits"
                        + " for people (ops:executions --state NEEDS_ATTENTION, ops:resolve)");
    }
}
