package io.countersign.shell;

import io.countersign.core.access.Caller;
import io.countersign.core.file.FileService;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code ops:files}. */
@Service
@Command(scope = "ops", name = "files", description = "Lists files, newest first")
public final class FilesCommand extends OpsCommand {
    @Reference
    FileService files;

    @Option(name = "--limit", description = "At most this many, 1 to 200")
    int limit = 20;

    @Option(name = "--before", description = "Only older than the file of this id: the next page")
    @Nullable
    String before;

    @Override
    void run(Caller caller) {
        print(CatalogueViews.files(), files.list(caller, before, limit), "No file that you may read.");
    }
}
