package io.countersign.shell;

import io.countersign.core.access.AccessService;
import io.countersign.core.access.Caller;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ops:users}. */
@Service
@Command(scope = "ops", name = "users", description = "Lists accounts by username, 200 at a time")
public final class UsersCommand extends OpsCommand {
    @Option(name = "--after", description = "Only usernames after this one: the next page")
    String after = "";

    @Override
    void run(Caller caller) {
        print(CatalogueViews.users(), access.users(caller, after, AccessService.PAGE_MAX), "No further account.");
    }
}
