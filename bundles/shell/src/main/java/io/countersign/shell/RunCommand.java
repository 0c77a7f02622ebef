package io.countersign.shell;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.SubmitRequest;
import io.countersign.core.file.FileService;
import io.countersign.core.file.StoredFile;
import io.countersign.core.registry.OperationCatalogue;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** {@code ops:run}. */
@Service
@Command(
        scope = "ops",
        name = "run",
        description = "Submits an execution of an operation",
        detailedDescription = "It is planned, approved by another person when the policy wants it, and then executed."
                + " Examples: ops:run stripe.payout connection=stripe-main currencies=aed --wait;"
                + " a file comes on standard input:"
                + " ssh -p 8101 maria@host ops:run reconciliation.compare --file statement=june.csv < june.csv")
public final class RunCommand extends OpsCommand {
    @Reference
    OperationCatalogue catalogue;

    @Reference
    ExecutionService executions;

    @Reference
    FileService files;

    @Argument(name = "operation", description = "Name as in ops:list", required = true)
    @Completion(OperationCompleter.class)
    String operation;

    @Argument(index = 1, name = "parameters", description = "name=value; see ops:describe", multiValued = true)
    @Completion(ParameterCompleter.class)
    @Nullable
    List<String> parameters;

    @Option(
            name = "--file",
            description = "parameter=file name: uploads standard input under this name and gives it as this parameter")
    @Nullable
    String file;

    @Option(name = "--comment", description = "What approvers and auditors should know")
    String comment = "";

    @Option(name = "--key", description = "Idempotency key: the same key never submits twice")
    @Nullable
    String key;

    @Option(name = "--at", description = "Not before this time, like 2026-12-01T08:00:00Z")
    @Nullable
    String at;

    @Option(name = "--wait", description = "Follow it until its end; fails unless it completes")
    boolean wait;

    @Override
    void run(Caller caller) throws CommandException, IOException {
        JsonObject given = GivenParameters.read(catalogue.get(caller, operation).schema(), parameters);
        @Nullable Instant scheduledFor = time(at);
        SubmitRequest request = new SubmitRequest(operation, withFile(caller, given), comment, scheduledFor, key);
        Execution execution = executions.submit(caller, request);
        if (!wait) {
            print(ExecutionViews.sheet(execution));
            return;
        }
        if (!json) {
            out.println("Execution " + execution.id());
        }
        Execution ended = new Follower(executions, live(), json).follow(this::caller, execution.id());
        print(ExecutionViews.sheet(ended));
        if (ended.state() != ExecutionState.COMPLETED) {
            throw mistake("execution " + ended.id() + " did not complete; its state is " + ended.state());
        }
    }

    private JsonObject withFile(Caller caller, JsonObject given) throws CommandException, IOException {
        if (file == null) {
            return given;
        }
        int equals = file.indexOf('=');
        String parameter = equals < 0 ? "" : file.substring(0, equals);
        if (parameter.isEmpty() || given.has(parameter)) {
            throw mistake(
                    "'--file " + file + "' names no parameter that is still open; write --file statement=june.csv");
        }
        String path = file.substring(equals + 1);
        // the path is one on the caller's machine; only its last part is a name
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        StoredFile stored = files.upload(
                caller, name, "", new Keyboard(session).content("ops:run " + operation + " --file " + file));
        return given.with(
                parameter,
                Json.object()
                        .put("id", stored.id())
                        .put("version", stored.version())
                        .build());
    }

    private static @Nullable Instant time(@Nullable String text) throws CommandException {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw mistake("'" + text + "' is no time in UTC; write it like 2026-12-01T08:00:00Z");
        }
    }
}
