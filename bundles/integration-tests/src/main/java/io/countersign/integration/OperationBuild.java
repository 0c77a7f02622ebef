package io.countersign.integration;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import io.countersign.api.operation.OperationPlugin;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.osgi.service.component.annotations.Component;

/**
 * Makes a bundle of an operation's source as an author's build would: compiled against the API and the component
 * annotations and nothing else, packed by bnd.
 */
public final class OperationBuild {
    private final Path folder;

    /** @param folder is created; holds a folder for each build */
    public OperationBuild(Path folder) {
        this.folder = folder;
    }

    /**
     * Compiles and packs.
     *
     * @param version of the bundle: {@code 1.0.0}
     * @param fileName of the jar
     * @return the jar, in a folder of its own
     * @throws IllegalStateException when the source does not compile or bnd finds an error
     */
    public Path jar(OperationSource source, String version, String fileName) {
        try {
            Files.createDirectories(folder);
            Path work = Files.createTempDirectory(folder, "operation-");
            Path classes = compile(source, work);
            return pack(source, version, classes, work.resolve(fileName));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot build " + fileName + " in " + folder, e);
        }
    }

    private static Path compile(OperationSource source, Path work) throws IOException {
        Path file = work.resolve("src")
                .resolve(source.packageName().replace('.', '/'))
                .resolve(source.className() + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source.text());
        Path classes = Files.createDirectories(work.resolve("classes"));
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-d",
                classes.toString(),
                "-classpath",
                classpath().stream().map(File::toString).collect(Collectors.joining(File.pathSeparator)));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) throw new IllegalStateException("this Java has no compiler; run it with a JDK");
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null)) {
            boolean compiled = compiler.getTask(
                            null, files, problems, options, null, files.getJavaFileObjects(file.toFile()))
                    .call();
            if (!compiled) throw new IllegalStateException(file + " does not compile: " + errors(problems));
        }
        return classes;
    }

    private static Path pack(OperationSource source, String version, Path classes, Path target) throws IOException {
        try (Builder bnd = new Builder()) {
            bnd.setClasspath(Stream.concat(Stream.of(classes.toFile()), classpath().stream())
                    .toArray(File[]::new));
            bnd.setProperty("Bundle-SymbolicName", source.packageName());
            bnd.setProperty("Bundle-Version", version);
            bnd.setProperty("-privatepackage", source.packageName());
            try (Jar jar = bnd.build()) {
                if (!bnd.getErrors().isEmpty()) {
                    throw new IllegalStateException("bnd cannot pack " + target + ": " + bnd.getErrors());
                }
                jar.write(target.toFile());
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("bnd cannot pack " + target, e);
            }
        }
        return target;
    }

    private static List<File> classpath() {
        return Stream.of(OperationPlugin.class, Component.class)
                .map(OperationBuild::placeOf)
                .toList();
    }

    private static File placeOf(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where " + type + " was loaded from", e);
        }
    }

    private static List<Diagnostic<? extends JavaFileObject>> errors(DiagnosticCollector<JavaFileObject> problems) {
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .toList();
    }
}
