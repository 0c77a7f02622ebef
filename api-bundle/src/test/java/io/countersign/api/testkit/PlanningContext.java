package io.countersign.api.testkit;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OpenItem;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationLog;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.PlanContext;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

/** What a plug-in is handed while it plans, and the part that its other contexts share. */
class PlanningContext implements PlanContext {
    private final TestRun owner;
    private final RunRecord run;
    private final EntryGuard guard;

    PlanningContext(TestRun owner, RunRecord run, EntryGuard guard) {
        this.owner = owner;
        this.run = run;
        this.guard = guard;
    }

    @Override
    public String executionId() {
        return owner.executionId();
    }

    @Override
    public Parameters parameters() {
        return owner.parameters();
    }

    @Override
    public Connection connection(String parameter) {
        return owner.findConnection(parameter)
                .orElseThrow(() -> new OperationException(
                        "no_connection", "parameter '" + parameter + "' names no connection in this run"));
    }

    @Override
    public InputFile input(String parameter) {
        return owner.findInput(parameter)
                .orElseThrow(() ->
                        new OperationException("no_file", "parameter '" + parameter + "' names no file in this run"));
    }

    @Override
    public List<OpenItem> openItems(Collection<String> lockKeys) {
        return owner.openItems().stream()
                .filter(item -> lockKeys.contains(item.lockKey()))
                .toList();
    }

    @Override
    public Clock clock() {
        return owner.clock();
    }

    @Override
    public OperationLog log() {
        return run.log;
    }

    @Override
    public void checkCancelled() {
        guard.check();
    }
}
