package io.countersign.shell;

import io.countersign.core.access.AccessService;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.release.ReleaseService;
import io.countersign.core.release.ReleaseStatus;
import io.countersign.shell.signin.SignedInUser;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Digests of releases, and names of the operations they offer here. */
@Service
public final class ReleaseCompleter implements Completer {
    @Reference
    AccessService access;

    @Reference
    ReleaseService releases;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> words = SignedInUser.caller(access).stream()
                .flatMap(caller -> releases.overview(caller).releases().stream())
                .flatMap(ReleaseCompleter::wordsFor)
                .distinct()
                .toList();
        return new StringsCompleter(words).complete(session, line, candidates);
    }

    private static Stream<String> wordsFor(ReleaseStatus status) {
        return Stream.concat(
                Stream.of(status.release().digest()),
                status.operations().stream().map(DeployedOperation::name));
    }
}
