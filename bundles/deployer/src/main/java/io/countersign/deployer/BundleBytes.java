package io.countersign.deployer;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The jar a bundle runs from. Felix keeps it unchanged in its cache, and that copy is asked first, because it is what
 * runs: behind the location there may be another file by now (a rebuilt snapshot). A bundle installed by reference has no
 * copy; there the location is the only source.
 */
final class BundleBytes {
    private static final String REFERENCE = "reference:";

    private BundleBytes() {}

    /**
     * Reads the jar, at most one byte more than {@code bytesMax}.
     *
     * @throws IOException when neither the cache nor the location gives it
     */
    static byte[] read(Bundle bundle, int bytesMax) throws IOException {
        Optional<Path> archive = archive(bundle);
        return archive.isPresent()
                ? ReleaseStore.read(archive.get(), bytesMax)
                : readLocation(bundle.getLocation(), bytesMax);
    }

    private static byte[] readLocation(String location, int bytesMax) throws IOException {
        String address = location.startsWith(REFERENCE) ? location.substring(REFERENCE.length()) : location;
        try (InputStream in = URI.create(address).toURL().openStream()) {
            return in.readNBytes(bytesMax + 1);
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + address + "' is not an address", e);
        }
    }

    /** Felix's layout: {@code bundle<id>/data} beside {@code bundle<id>/version<refresh>.<update>/bundle.jar}. */
    private static Optional<Path> archive(Bundle bundle) throws IOException {
        BundleContext context = bundle.getBundleContext();
        File data = context == null ? null : context.getDataFile("");
        if (data == null) {
            return Optional.empty();
        }
        Path cache = data.toPath().toAbsolutePath().getParent();
        try (Stream<Path> entries = Files.list(cache)) {
            return entries.filter(entry -> entry.getFileName().toString().matches("version\\d+\\.\\d+"))
                    .max(Comparator.comparingLong(BundleBytes::refreshOf).thenComparingLong(BundleBytes::updateOf))
                    .map(revision -> revision.resolve("bundle.jar"))
                    .filter(Files::isRegularFile);
        }
    }

    private static long refreshOf(Path revision) {
        String name = revision.getFileName().toString();
        return Long.parseLong(name.substring("version".length(), name.indexOf('.')));
    }

    private static long updateOf(Path revision) {
        String name = revision.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('.') + 1));
    }
}
