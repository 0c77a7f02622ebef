package io.countersign.shell;

import io.countersign.core.access.Caller;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code ops:password}. */
@Service
@Command(
        scope = "ops",
        name = "password",
        description = "Changes your own password; both are asked for, or are two lines of standard input")
public final class PasswordCommand extends OpsCommand {
    @Override
    void run(Caller caller) throws CommandException, IOException {
        Keyboard keyboard = new Keyboard(session);
        String current = keyboard.secret("Current password");
        access.changePassword(caller, current, keyboard.newSecret("New password"));
        if (!json) {
            out.println("The password was changed; all sessions of the account have ended.");
        }
    }
}
