package io.countersign.core.file;

import io.countersign.core.health.HealthCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Whether content can be kept: the directory takes a file, and there is space left. */
@Component(service = HealthCheck.class, configurationPid = "io.countersign.files")
public final class FilesHealthCheck implements HealthCheck {
    private final Path directory;
    private final long freeBytesMin;
    private final @Nullable StoreIdentityRepository identities;
    private volatile @Nullable String identity;

    /** @param identities null while there is no database, of which another check tells */
    @Activate
    public FilesHealthCheck(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    StoreIdentityRepository identities,
            FilesConfig config) {
        this(identities, FileDirectory.of(config), config.freeBytesMin());
    }

    FilesHealthCheck(@Nullable StoreIdentityRepository identities, Path directory, long freeBytesMin) {
        this.identities = identities;
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
            Optional<String> foreign = foreign();
            if (foreign.isPresent()) {
                return new Result(false, foreign.get());
            }
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

    /** Why this is not the platform's store; it was not offered then. */
    private Optional<String> foreign() throws IOException {
        String known = identity;
        if (known == null && identities != null) {
            known = identities.find().orElse(null);
            identity = known;
        }
        return known == null ? Optional.empty() : StoreIdentity.problem(directory, known);
    }
}
