package io.countersign.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The platforms the tests share, each started when it is first asked for and ended with this JVM. */
final class TestPlatforms {
    private static final Path FOLDER = Path.of("target", "platforms");

    private static @Nullable DemoPlatform shared;
    private static @Nullable DemoPlatform mortal;

    private TestPlatforms() {}

    /** The one most tests use; nobody stops it. */
    static synchronized DemoPlatform shared() {
        DemoPlatform running = shared;
        if (running == null) {
            running = started("shared-");
            shared = running;
        }
        return running;
    }

    /**
     * The one that is stopped and killed; whoever does that starts it again. It waits for Stripe less long than usual,
     * since answers get lost there.
     */
    static synchronized DemoPlatform mortal() {
        DemoPlatform running = mortal;
        if (running == null) {
            running = started("mortal-");
            running.distribution().configure("io.countersign.stripe.payout.cfg", Map.of("callTimeoutSeconds", "10"));
            mortal = running;
        }
        return running;
    }

    private static DemoPlatform started(String prefix) {
        try {
            Files.createDirectories(FOLDER);
            DemoPlatform platform =
                    DemoPlatform.start(Files.createTempDirectory(FOLDER, prefix).toAbsolutePath());
            Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
            return platform;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in " + FOLDER, e);
        }
    }
}
