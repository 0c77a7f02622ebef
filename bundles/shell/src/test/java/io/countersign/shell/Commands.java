package io.countersign.shell;

import static org.junit.Assert.assertThrows;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import java.util.List;
import java.util.function.Supplier;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** Makes commands as the shell does from what people type, and runs them. */
final class Commands {
    private static final List<String> GIVEN = List.of("connection=main", "amount=12.50 AED", "speed=fast");

    private final TestPlatform platform;

    Commands(TestPlatform platform) {
        this.platform = platform;
    }

    /** Submits a transfer and plans it; answers the id of the execution. */
    String awaiting() throws Exception {
        String id = json(platform.maria, () -> run(true)).text("id");
        platform.work();
        return id;
    }

    String awaitPlanDigest(String id) throws Exception {
        platform.work();
        return json(platform.maria, () -> show(id)).text("planDigest");
    }

    /** What a command prints with {@code --json}. */
    JsonObject json(Caller caller, Supplier<? extends OpsCommand> command) throws Exception {
        return Json.parse(platform.run(caller, () -> {
                    OpsCommand made = command.get();
                    made.json = true;
                    return made;
                }))
                .asObject();
    }

    /** What people read when a command refuses. */
    String mistake(Caller caller, Supplier<? extends OpsCommand> command) {
        return assertThrows(CommandException.class, () -> platform.run(caller, command))
                .getNiceHelp();
    }

    ListCommand list() {
        ListCommand command = new ListCommand();
        command.catalogue = platform.catalogue;
        return command;
    }

    PlanCommand plan(boolean json) {
        PlanCommand command = new PlanCommand();
        command.catalogue = platform.catalogue;
        command.executions = platform.executions;
        command.operation = "bank.transfer";
        command.parameters = GIVEN;
        command.json = json;
        return command;
    }

    RunCommand run(boolean json) {
        RunCommand command = new RunCommand();
        command.catalogue = platform.catalogue;
        command.executions = platform.executions;
        command.files = platform.files;
        command.operation = "bank.transfer";
        command.parameters = GIVEN;
        command.json = json;
        return command;
    }

    ShowCommand show(String id) {
        ShowCommand command = new ShowCommand();
        command.executions = platform.executions;
        command.execution = id;
        return command;
    }

    LogsCommand logs(String id, boolean json) {
        LogsCommand command = new LogsCommand();
        command.executions = platform.executions;
        command.execution = id;
        command.json = json;
        return command;
    }

    ExecutionsCommand executions(@Nullable String before, int limit) {
        ExecutionsCommand command = new ExecutionsCommand();
        command.executions = platform.executions;
        command.before = before;
        command.limit = limit;
        command.json = true;
        return command;
    }

    ApproveCommand approve(String id, String digest) {
        ApproveCommand command = new ApproveCommand();
        command.executions = platform.executions;
        command.approvals = platform.approvals;
        command.execution = id;
        command.digest = digest;
        return command;
    }

    RepeatCommand repeat(String id) {
        RepeatCommand command = new RepeatCommand();
        command.executions = platform.executions;
        command.execution = id;
        return command;
    }

    RejectCommand reject(String id, String digest, String comment) {
        RejectCommand command = new RejectCommand();
        command.executions = platform.executions;
        command.approvals = platform.approvals;
        command.execution = id;
        command.digest = digest;
        command.comment = comment;
        return command;
    }

    UserAddCommand userAdd(String username, FakeShellSession session) {
        UserAddCommand command = new UserAddCommand();
        command.session = session;
        command.username = username;
        command.roles = List.of("operator");
        return command;
    }
}
