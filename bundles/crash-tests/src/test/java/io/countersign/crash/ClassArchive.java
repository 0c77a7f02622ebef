package io.countersign.crash;

import io.countersign.stripe.simulator.testing.StripeSimulatorProcess;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The class path of nodes, and an archive of the classes that a node uses (JEP 350): with it a process that lives for
 * seconds only does not spend most of them on loading classes. The virtual machine archives classes of jars alone, so
 * folders of the class path become jars first.
 *
 * @param options of the virtual machine, the class path among them
 */
record ClassArchive(List<String> options) {
    private static final String FILE = "node.jsa";

    ClassArchive {
        options = List.copyOf(options);
    }

    private static final class Shared {
        private static final ClassArchive ARCHIVE = make();
    }

    /** The class path of this process, and no archive. */
    static ClassArchive none() {
        return new ClassArchive(List.of("-cp", classPath()));
    }

    /** The archive of this run, made by the first who asks. */
    static ClassArchive ofThisRun() {
        return Shared.ARCHIVE;
    }

    /** One whole payout by a process that lives to its end, so that the next ones know its classes. */
    private static ClassArchive make() {
        try {
            Path directory = Files.createTempDirectory("countersign-node-classes");
            try (StripeSimulatorProcess stripe = StripeAccounts.bank(directory.resolve("stripe"));
                    NodeProcess node = NodeProcess.start(
                                    PlainNodeOptions.of(
                                            DatabaseKind.H2.make(directory, "classes"), directory, stripe.base()),
                                    writing(directory))
                            .awaitReady()) {
                stripe.setAvailable(StripeAccounts.account(1), CrashLane.PLENTY);
                String id = node.submit("classes", StripeAccounts.connection(1), CrashCase.AMOUNTS);
                node.awaitState(id, "AWAITING_APPROVAL"::equals, CrashLane.DEATH_MAX);
                node.approve(id);
                node.awaitState(id, "COMPLETED"::equals, CrashLane.RECOVERY_MAX);
                node.report(id);
            }
            return reading(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("classes cannot be archived", e);
        }
    }

    private static ClassArchive writing(Path directory) throws IOException {
        return new ClassArchive(List.of(
                "-XX:ArchiveClassesAtExit=" + directory.resolve(FILE), "-Xlog:cds=off", "-cp", jars(directory)));
    }

    /** A virtual machine that cannot read it loads its classes as ever. */
    private static ClassArchive reading(Path directory) throws IOException {
        return new ClassArchive(List.of(
                "-XX:SharedArchiveFile=" + directory.resolve(FILE),
                "-Xshare:auto",
                "-Xlog:cds=off",
                "-cp",
                jars(directory)));
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static String jars(Path directory) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath().split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (!Files.isDirectory(path)) {
                entries.add(entry);
                continue;
            }
            Path jar = directory.resolve("folder-" + entries.size() + ".jar");
            if (!Files.exists(jar)) {
                pack(path, jar);
            }
            entries.add(jar.toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(file);
                Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                packed.putNextEntry(new ZipEntry(folder.relativize(path).toString()));
                Files.copy(path, packed);
                packed.closeEntry();
            }
        }
    }
}
