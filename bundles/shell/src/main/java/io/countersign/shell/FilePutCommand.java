package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.file.FileService;
import io.countersign.core.file.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** {@code ops:file-put}. */
@Service
@Command(
        scope = "ops",
        name = "file-put",
        description = "Keeps standard input as a file",
        detailedDescription = "Paths of the server are never read. Example:"
                + " ssh -p 8101 maria@host ops:file-put june.csv --type text/csv < june.csv")
public final class FilePutCommand extends OpsCommand {
    @Reference
    FileService files;

    @Argument(name = "name", description = "Plain file name", required = true)
    String name;

    @Argument(index = 1, name = LateOptions.NAME, description = LateOptions.DESCRIPTION, multiValued = true)
    @Nullable
    List<String> late;

    @Option(name = "--type", description = "Media type, like text/csv")
    String mediaType = "";

    @Option(name = "--version-of", description = "Id of an own file that this is a further version of")
    @Nullable
    String versionOf;

    @Override
    void run(Caller caller) throws CommandException, IOException {
        InputStream content = new Keyboard(session).content("ops:file-put " + name);
        StoredFile stored = versionOf == null
                ? files.upload(caller, name, mediaType, content)
                : files.addVersion(caller, versionOf, mediaType, content);
        print(CatalogueViews.files(), List.of(stored), "");
    }
}
