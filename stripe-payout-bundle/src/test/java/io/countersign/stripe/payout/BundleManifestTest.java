package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** The wall around the plug-in, as the container sees it. */
public class BundleManifestTest {
    private static final List<String> ALLOWED = List.of(
            "io.countersign.api.",
            "com.stripe",
            "org.apache.commons.csv",
            "com.google.gson",
            "org.osgi.",
            "java.",
            "javax.");

    @Test
    public void importsTheContractAndItsLibrariesOnly() throws Exception {
        Matcher packages = Pattern.compile("(?:^|,)([a-zA-Z_][\\w.]*)(?=[;,]|$)")
                .matcher(manifest()
                        .getMainAttributes()
                        .getValue("Import-Package")
                        .replaceAll("\"[^\"]*\"", ""));
        int found = 0;
        while (packages.find()) {
            String name = packages.group(1);
            assertTrue("imports " + name, ALLOWED.stream().anyMatch(name::startsWith));
            found++;
        }
        assertTrue("the imports were read", found > 5);
    }

    @Test
    public void exportsAndEmbedsNothing() throws Exception {
        assertNull(manifest().getMainAttributes().getValue("Export-Package"));
        assertNull(manifest().getMainAttributes().getValue("Bundle-ClassPath"));
        assertEquals(
                "io.countersign.stripe.payout", manifest().getMainAttributes().getValue("Private-Package"));
        try (Stream<Path> files = Files.walk(classes())) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().endsWith(".class"))
                            .filter(file -> !file.startsWith(classes().resolve("io/countersign/stripe/payout")))
                            .toList());
        }
    }

    private static Path classes() {
        try {
            return Path.of(StripePayoutOperation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Manifest manifest() throws IOException {
        try (InputStream content = Files.newInputStream(classes().resolve("META-INF/MANIFEST.MF"))) {
            return new Manifest(content);
        }
    }
}
