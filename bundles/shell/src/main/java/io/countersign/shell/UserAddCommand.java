package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.access.Role;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** {@code ops:user-add}. */
@Service
@Command(
        scope = "ops",
        name = "user-add",
        description = "Makes an account; the password is asked for, or is the first line of standard input",
        detailedDescription = "Example: ops:user-add maria --name 'Maria López' --role operator --role approver")
public final class UserAddCommand extends OpsCommand {
    @Argument(name = "username", description = "2 to 60 of a-z, 0-9, '.', '_', '-'", required = true)
    String username;

    @Argument(index = 1, name = LateOptions.NAME, description = LateOptions.DESCRIPTION, multiValued = true)
    @Nullable
    List<String> late;

    @Option(name = "--name", description = "What people read; the username when not given")
    @Nullable
    String displayName;

    @Option(name = "--role", description = "A role of the account; may be repeated", multiValued = true)
    @Completion(RoleCompleter.class)
    @Nullable
    List<String> roles;

    @Override
    void run(Caller caller) throws CommandException, IOException {
        // before asking for a password in vain
        caller.require(Permission.USER_WRITE);
        Set<Role> given = EnumSet.noneOf(Role.class);
        for (String word : roles == null ? List.<String>of() : roles) {
            given.add(Role.ofWord(word)
                    .orElseThrow(() -> mistake("'" + word + "' is no role; choose from " + RoleCompleter.WORDS)));
        }
        String password = new Keyboard(session).newSecret("Password");
        String name = displayName == null ? username : displayName;
        print(CatalogueViews.users(), List.of(access.createUser(caller, username, name, password, given)), "");
    }
}
