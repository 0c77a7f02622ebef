package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.release.ReleaseService;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code ops:plugin-start}. */
@Service
@Command(
        scope = "ops",
        name = "plugin-start",
        description = "Lets a release take new executions; the other releases of its bundle drain")
public final class PluginStartCommand extends OpsCommand {
    @Reference
    ReleaseService releases;

    @Argument(
            name = "release",
            description = "The beginning of its digest, or an operation whose newest release is meant",
            required = true)
    @Completion(ReleaseCompleter.class)
    String release;

    @Argument(index = 1, name = LateOptions.NAME, description = LateOptions.DESCRIPTION, multiValued = true)
    @Nullable
    List<String> late;

    @Option(name = "--comment", description = "Why, for the log")
    String comment = "";

    @Override
    void run(Caller caller) {
        print(ReleaseViews.sheet(releases.start(caller, releases.digestOf(caller, release), comment)));
    }
}
