package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.file.FileService;
import io.countersign.core.file.OpenFile;
import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** {@code ops:file-get}. */
@Service
@Command(
        scope = "ops",
        name = "file-get",
        description = "Writes a file to standard output",
        detailedDescription = "Example: ssh -p 8101 maria@host ops:file-get 5d41… > june.csv")
public final class FileGetCommand extends OpsCommand {
    @Reference
    FileService files;

    @Argument(name = "file", description = "Its id as in ops:files", required = true)
    String file;

    @Argument(index = 1, name = LateOptions.NAME, description = LateOptions.DESCRIPTION, multiValued = true)
    @Nullable
    List<String> late;

    @Option(name = "--version", description = "A version; the newest when not given")
    @Nullable
    Integer version;

    @Override
    void run(Caller caller) throws CommandException, IOException {
        if (new Keyboard(session).isPerson()) {
            throw mistake("a terminal is no place for a file: ssh -p 8101 <username>@<host> ops:file-get " + file
                    + " > <file>");
        }
        try (OpenFile opened = files.open(caller, file, version)) {
            opened.content().transferTo(out);
        }
    }
}
