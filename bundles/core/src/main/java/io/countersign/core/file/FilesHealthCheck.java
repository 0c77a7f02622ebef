package io.countersign.core.file;

import io.countersign.core.health.HealthCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether content can be kept: the directory takes a file, and there is space left. */
@Component(service = HealthCheck.class, configurationPid = "io.countersign.files")
public final class FilesHealthCheck implements HealthCheck {
    private final Path directory;
    private final long freeBytesMin;

    @Activate
    public FilesHealthCheck(FilesConfig config) {
        this(FileDirectory.of(config), config.freeBytesMin());
    }

    FilesHealthCheck(Path directory, long freeBytesMin) {
        this.directory = directory;
        this.freeBytesMin = freeBytesMin;
    }

    @Override
    public String name() {
        return "files";
    }

    @Override
    public Result check() {
        try {
            // asking for the permission is not enough: a full or read-only file system shows only when it is tried
            Files.delete(Files.createTempFile(directory, "health-", ""));
            long freeBytes = Files.getFileStore(directory).getUsableSpace();
            return freeBytes < freeBytesMin
                    ? new Result(
                            false,
                            directory + " has " + freeBytes + " bytes left, fewer than the " + freeBytesMin
                                    + " that are wanted; free space, or set freeBytesMin in "
                                    + "etc/io.countersign.files.cfg")
                    : new Result(true, directory + " has " + freeBytes + " bytes left");
        } catch (IOException e) {
            return new Result(
                    false,
                    directory + " cannot be written (" + e + "); make it writable for the platform's system user");
        }
    }
}
