package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.release.ReleaseService;
import io.countersign.core.release.ReleaseStatus;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;

/** What the commands that change one release have in common: which release, why, and how it is afterwards. */
abstract class ReleaseCommand extends OpsCommand {
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

    /** Changes the release of this digest; answers the one that people want to see then. */
    abstract ReleaseStatus change(Caller caller, String digest);

    @Override
    final void run(Caller caller) {
        print(ReleaseViews.sheet(change(caller, releases.digestOf(caller, release))));
    }
}
