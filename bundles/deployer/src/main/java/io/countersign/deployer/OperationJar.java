package io.countersign.deployer;

import io.countersign.core.plan.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/** A jar with its identity: the digest of its bytes, and what its manifest says. */
final class OperationJar {
    private static final String OPERATION_PLUGIN = "io.countersign.api.operation.OperationPlugin";
    private static final int NAME_LENGTH_MAX = 300;
    private static final int VERSION_LENGTH_MAX = 200;

    private final String digest;
    private final String symbolicName;
    private final String version;
    private final boolean offersOperations;
    private final byte[] bytes;

    private OperationJar(String symbolicName, String version, boolean offersOperations, byte[] bytes) {
        this.digest = Sha256.hex(bytes);
        this.symbolicName = symbolicName;
        this.version = version;
        this.offersOperations = offersOperations;
        this.bytes = bytes;
    }

    /** Reads the identity of a jar; the bytes are not copied. */
    static OperationJar of(byte[] bytes, int bytesMax) throws ReleaseRefusedException {
        if (bytes.length > bytesMax) {
            throw new ReleaseRefusedException("it has more than " + bytesMax
                    + " bytes; build a smaller jar or raise jarBytesMax in etc/io.countersign.deployer.cfg");
        }
        Attributes attributes = manifest(bytes).getMainAttributes();
        String name = attributes.getValue("Bundle-SymbolicName");
        String version = attributes.getValue("Bundle-Version");
        if (name == null || version == null) {
            throw new ReleaseRefusedException(
                    "its manifest has no Bundle-SymbolicName or no Bundle-Version; build it as an OSGi bundle");
        }
        String symbolicName = Parser.parseHeader(name)[0].getName();
        if (symbolicName.length() > NAME_LENGTH_MAX || version.length() > VERSION_LENGTH_MAX) {
            throw new ReleaseRefusedException("its Bundle-SymbolicName is longer than " + NAME_LENGTH_MAX
                    + " characters or its Bundle-Version longer than " + VERSION_LENGTH_MAX);
        }
        boolean offers = offersOperations(attributes.getValue("Provide-Capability"));
        return new OperationJar(symbolicName, normal(version), offers, bytes);
    }

    /** Whether a complete jar says in its manifest that it provides operations; false for anything unreadable. */
    static boolean offersOperations(Path file) {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            return manifest != null
                    && offersOperations(manifest.getMainAttributes().getValue("Provide-Capability"));
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            // half copied, no jar, or a header nobody can read: not ours
            return false;
        }
    }

    /** Whether a file is a complete jar: the table at its end can be read. */
    static boolean isComplete(Path file) {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            return jar.size() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Refuses a bundle of another kind before any code of it runs. */
    void requireOffersOperations() throws ReleaseRefusedException {
        if (!offersOperations) {
            throw new ReleaseRefusedException("its manifest does not provide the capability osgi.service of "
                    + OPERATION_PLUGIN + "; declare the operation as a component, as the README shows");
        }
    }

    String digest() {
        return digest;
    }

    String symbolicName() {
        return symbolicName;
    }

    String version() {
        return version;
    }

    /** The bytes themselves, not a copy. */
    byte[] bytes() {
        return bytes;
    }

    private static String normal(String version) throws ReleaseRefusedException {
        try {
            return Version.parseVersion(version).toString();
        } catch (IllegalArgumentException e) {
            throw new ReleaseRefusedException(
                    "its Bundle-Version '" + version + "' is not like 1.0.0 or 1.0.0.qualifier", e);
        }
    }

    private static boolean offersOperations(@Nullable String provideCapability) {
        return provideCapability != null
                && Arrays.stream(Parser.parseHeader(provideCapability))
                        .filter(clause -> clause.getName().equals("osgi.service"))
                        .anyMatch(OperationJar::namesOperationPlugin);
    }

    private static boolean namesOperationPlugin(Clause service) {
        return Arrays.stream(service.getAttributes())
                .filter(attribute -> attribute.getName().split(":", 2)[0].equals("objectClass"))
                .flatMap(attribute -> Arrays.stream(attribute.getValue().split(",")))
                .anyMatch(type -> type.strip().equals(OPERATION_PLUGIN));
    }

    private static Manifest manifest(byte[] bytes) throws ReleaseRefusedException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME)) {
                    return new Manifest(zip);
                }
            }
        } catch (IOException e) {
            throw new ReleaseRefusedException("it is not a readable jar: " + e.getMessage(), e);
        }
        throw new ReleaseRefusedException("it is not a jar with a manifest; build it as an OSGi bundle");
    }
}
