package io.countersign.shell;

import io.countersign.core.access.AccessService;
import io.countersign.core.access.Caller;
import io.countersign.shell.signin.SignedInUser;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** What all commands have in common: the caller, the two forms of output, and one line for a mistake. */
abstract class OpsCommand implements Action {
    private static final String OURS = "io.countersign.";

    @Reference
    AccessService access;

    @Reference
    Session session;

    @Option(name = "--json", description = "Print one JSON document instead of text")
    boolean json;

    /** Where the command prints: in a pipe or over SSH this is not the terminal of the server. */
    final PrintStream out = System.out;

    /** Does the command's work as the given user. */
    abstract void run(Caller caller) throws CommandException, IOException, InterruptedException;

    @Override
    public final @Nullable Object execute() throws CommandException, IOException, InterruptedException {
        try {
            LateOptions.settle(this);
            run(caller());
            out.flush();
            return null;
        } catch (RuntimeException e) {
            if (e.getClass().getName().startsWith(OURS)) {
                // what core refuses, it explains; anything else is a defect and keeps its stack trace
                throw mistake(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    final Caller caller() throws CommandException {
        return SignedInUser.caller(access)
                .orElseThrow(() ->
                        mistake("nobody is signed in here; use the SSH shell: ssh -p 8101 <username>@<host> ops:list"));
    }

    final void print(Sheet sheet) {
        if (json) {
            out.println(sheet.toJson().toText());
        } else {
            sheet.print(out);
        }
    }

    /** @param empty what people read when there are no rows */
    final <T> void print(Table<T> table, List<T> rows, String empty) {
        if (json) {
            out.println(table.toJson(rows).toText());
        } else if (rows.isEmpty()) {
            out.println(empty);
        } else {
            table.print(rows, "", out);
        }
    }

    /** For what is printed bit by bit. */
    final LiveOutput live() {
        return new LiveOutput(out, session.getConsole());
    }

    /** An option that must be given; Karaf would ask for it before the options behind the arguments are read. */
    static String required(String option, @Nullable String value) throws CommandException {
        if (value == null) {
            throw mistake("option '" + option + "' is missing; see --help");
        }
        return value;
    }

    /** Karaf prints the help of this exception as it is, logs it at debug only, and ends with status 1. */
    static CommandException mistake(String message) {
        return new CommandException(Visible.line(message), message);
    }

    private static CommandException mistake(String message, Throwable cause) {
        return new CommandException(Visible.line(message), message, cause);
    }
}
