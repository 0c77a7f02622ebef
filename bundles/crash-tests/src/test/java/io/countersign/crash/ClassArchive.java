package io.countersign.crash;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
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

    /** The class path of this process, and no archive. */
    static ClassArchive none() {
        return new ClassArchive(List.of("-cp", classPath()));
    }

    /** To run the one process whose classes are archived when it ends. */
    static ClassArchive made(Path directory) throws IOException {
        return new ClassArchive(List.of(
                "-XX:ArchiveClassesAtExit=" + directory.resolve(FILE), "-Xlog:cds=off", "-cp", jars(directory)));
    }

    /** Takes the classes from what {@link #made} brought; a virtual machine that cannot loads them as ever. */
    static ClassArchive used(Path directory) throws IOException {
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
