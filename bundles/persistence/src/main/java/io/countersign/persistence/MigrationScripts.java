package io.countersign.persistence;

import io.countersign.core.plan.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** The scripts by name, so that nothing is searched for in jars. A new script is added to the list. */
final class MigrationScripts implements ResourceProvider {
    private static final List<String> COMMON = List.of(
            "common/V1__schema.sql",
            "common/V2__inbound_events.sql",
            "common/V3__restored_backups.sql",
            "common/V4__repeats.sql",
            "common/V5__nodes_and_lists.sql",
            "common/V6__releases.sql",
            "common/V7__places.sql");
    private static final List<String> POSTGRESQL = List.of("postgresql/V1.1__audit_is_append_only.sql");

    private final List<Script> scripts;

    MigrationScripts(Vendor vendor) {
        List<String> own = vendor == Vendor.POSTGRESQL ? POSTGRESQL : List.of();
        this.scripts = Stream.concat(COMMON.stream(), own.stream())
                .map(path -> new Script(path, read(path)))
                .toList();
    }

    /** Changes whenever a script does. */
    String digest() {
        StringBuilder all = new StringBuilder();
        scripts.forEach(script -> all.append(script.path).append('\n').append(script.text));
        return Sha256.hex(all.toString());
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return scripts.stream()
                .filter(script -> script.path.equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return scripts.stream()
                .filter(script -> script.getFilename().startsWith(prefix))
                .filter(script -> Arrays.stream(suffixes).anyMatch(script.path::endsWith))
                .map(LoadableResource.class::cast)
                .toList();
    }

    private static String read(String path) {
        try (InputStream bytes = MigrationScripts.class.getResourceAsStream("/database/" + path)) {
            return new String(Objects.requireNonNull(bytes, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One script of this bundle. */
    private static final class Script extends LoadableResource {
        private final String path;
        private final String text;

        Script(String path, String text) {
            this.path = path;
            this.text = text;
        }

        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public String getFilename() {
            return path.substring(path.indexOf('/') + 1);
        }

        @Override
        public String getRelativePath() {
            return path;
        }

        @Override
        public String getAbsolutePath() {
            return path;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return path;
        }
    }
}
