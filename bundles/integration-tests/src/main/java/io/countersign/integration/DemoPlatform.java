package io.countersign.integration;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.stripe.simulator.testing.StripeSimulatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shipped distribution beside a Stripe simulator, with a connection between them, a watched deploy folder and named
 * users: what the demo shows and most integration tests use.
 */
public final class DemoPlatform implements AutoCloseable {
    /** Name of the connection to the simulator. */
    public static final String CONNECTION = "stripe-demo";

    /** May submit. */
    public static final String OPERATOR = "olivia";

    /** May approve. */
    public static final String APPROVER = "arthur";

    /** May neither submit nor approve, but everything an administrator may. */
    public static final String ADMINISTRATOR = "admin";

    private final Distribution distribution;
    private final StripeSimulatorProcess stripe;
    private final Map<String, String> passwords;
    private final Map<String, ApiClient> clients = new TreeMap<>();

    private DemoPlatform(Distribution distribution, StripeSimulatorProcess stripe, Map<String, String> passwords) {
        this.distribution = distribution;
        this.stripe = stripe;
        this.passwords = passwords;
    }

    /**
     * Unpacks, configures and starts both, and makes the users.
     *
     * @param folder is created; must be empty or absent
     * @param simulatorOptions further command line options of the simulator
     */
    public static DemoPlatform start(Path folder, String... simulatorOptions) {
        return start(
                folder,
                Distribution.unpack(Distribution.builtArchive(), folder.resolve("countersign")),
                simulatorOptions);
    }

    /** Like {@link #start(Path, String...)} with a distribution that was unpacked into {@code folder} already. */
    static DemoPlatform start(Path folder, Distribution distribution, String... simulatorOptions) {
        StripeSimulatorProcess stripe = StripeSimulatorProcess.start(folder.resolve("stripe"), simulatorOptions);
        DemoPlatform platform = new DemoPlatform(distribution, stripe, new TreeMap<>());
        try {
            platform.configure();
            distribution.start().awaitReady();
            platform.makeUsers();
            return platform;
        } catch (RuntimeException | Error e) {
            platform.close();
            throw e;
        }
    }

    /**
     * Configures and starts a further node beside the same simulator, for the same users.
     *
     * @param further was told the database, the files and the releases of this one
     */
    DemoPlatform join(Distribution further) {
        DemoPlatform node = new DemoPlatform(further, stripe, passwords);
        try {
            node.configure();
            further.start().awaitReady();
            return node;
        } catch (RuntimeException | Error e) {
            further.close();
            throw e;
        }
    }

    private void configure() {
        Path secrets = distribution.home().resolve("etc/secrets.d");
        try {
            Files.createDirectories(secrets);
            Path key = secrets.resolve("stripe-demo-key");
            Files.writeString(key, StripeSimulatorProcess.KEY);
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the secret of the demo connection", e);
        }
        distribution.watchDeploy();
        distribution.configure(
                "io.countersign.connection-" + CONNECTION + ".cfg",
                Map.of(
                        "name", CONNECTION,
                        "kind", "stripe",
                        "mode", "TEST",
                        "baseAddress", stripe.base().toString(),
                        "secret.key", "stripe-demo-key",
                        "property.pollSeconds", "1,2,5,15,60",
                        "property.watchSeconds", "0"));
    }

    private void makeUsers() {
        passwords.put(ADMINISTRATOR, initialPassword());
        ApiClient admin = as(ADMINISTRATOR);
        makeUser(admin, OPERATOR, "Olivia Operator", "operator");
        makeUser(admin, APPROVER, "Arthur Approver", "approver");
    }

    private String initialPassword() {
        Path file = distribution.home().resolve("data/initial-admin-password");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the first start did not leave a password in " + file, e);
        }
    }

    private void makeUser(ApiClient admin, String name, String displayName, String role) {
        byte[] random = new byte[15];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        JsonObject user = Json.object()
                .put("username", name)
                .put("displayName", displayName)
                .put("password", password)
                .put("roles", Json.texts(List.of(role)))
                .build();
        admin.post("users", user).expect(201);
        passwords.put(name, password);
    }

    /** A client that is signed in as one of the users. */
    public ApiClient as(String user) {
        return clients.computeIfAbsent(user, name -> distribution.api().signIn(name, password(name)));
    }

    /** The shell as one of the users. */
    public SshShell shell(String user) {
        return distribution.shell(user, password(user));
    }

    public String password(String user) {
        String password = passwords.get(user);
        if (password == null) {
            throw new IllegalArgumentException("no demo user '" + user + "'; there are " + passwords.keySet());
        }
        return password;
    }

    /** Signs in anew after a restart. */
    public void forgetSessions() {
        clients.clear();
    }

    public Distribution distribution() {
        return distribution;
    }

    public StripeSimulatorProcess stripe() {
        return stripe;
    }

    /** Ends both. */
    @Override
    public void close() {
        distribution.close();
        stripe.close();
    }
}
