package io.countersign.deployer;

import io.countersign.core.plan.Sha256;
import io.countersign.deployer.sample.SampleActivator;
import io.countersign.deployer.sample.SamplePlugin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Makes the jars of tests: the same headers give the same bytes. */
final class SampleJar {
    private final Map<String, String> headers = new TreeMap<>();

    private SampleJar() {}

    /** A bundle that offers {@code sample.count} in this version. */
    static SampleJar version(String version) {
        return new SampleJar()
                .with("Bundle-ManifestVersion", "2")
                .with("Bundle-SymbolicName", "sample;singleton:=false")
                .with("Bundle-Version", "1.0.0")
                .with("Bundle-Activator", SampleActivator.class.getName())
                .with("Import-Package", "org.osgi.framework,io.countersign.api.operation")
                .with(
                        "Provide-Capability",
                        "osgi.service;objectClass:List<String>=\"io.countersign.api.operation.OperationPlugin\";uses:=\"io.countersign.api.operation\"")
                .with("Sample-Operations", "sample.count")
                .with("Sample-Version", version);
    }

    SampleJar with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    SampleJar without(String header) {
        headers.remove(header);
        return this;
    }

    String digest() {
        return Sha256.hex(bytes());
    }

    byte[] bytes() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(entry("META-INF/MANIFEST.MF"));
            manifest.write(jar);
            for (Class<?> type : List.of(SampleActivator.class, SamplePlugin.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(entry(name));
                try (InputStream code =
                        Objects.requireNonNull(type.getClassLoader()).getResourceAsStream(name)) {
                    Objects.requireNonNull(code).transferTo(jar);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        return entry;
    }
}
