package io.countersign.core.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.testing.Configuration;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeSessionRepository;
import io.countersign.core.testing.FakeUserRepository;
import io.countersign.core.testing.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class FirstAdministratorTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FakeAuditRepository log = new FakeAuditRepository();
    private final FakeUserRepository users = new FakeUserRepository(log);
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private Path data;
    private AccessService access;

    @Before
    public void build() {
        data = folder.getRoot().toPath().resolve("data");
        access = service(data);
    }

    @After
    public void stop() {
        access.stop();
    }

    @Test
    public void theFirstStartMakesOneAdministratorWithARandomPassword() throws IOException {
        access.start("countersign");

        String password =
                Files.readString(data.resolve("initial-admin-password")).strip();
        assertTrue(password, password.length() >= 20);
        assertEquals(
                Set.of(Role.ADMINISTRATOR),
                users.findByUsername("admin").orElseThrow().roles());
        assertEquals(
                Set.of(Role.ADMINISTRATOR),
                access.signIn("admin", password, "").caller().roles());
        assertTrue("shown once at the terminal", terminal.toString(UTF_8).contains(password));
    }

    @Test
    public void onlyThePlatformsSystemUserReadsThePassword() throws IOException {
        access.start("countersign");

        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("initial-admin-password"))));
    }

    @Test
    public void aLaterStartMakesNothing() throws IOException {
        access.start("countersign");
        Path file = data.resolve("initial-admin-password");
        String first = Files.readString(file);
        terminal.reset();
        AccessService later = service(data);
        later.start("countersign");
        later.stop();

        assertEquals(1, users.count());
        assertEquals(first, Files.readString(file));
        assertEquals(0, terminal.size());
    }

    @Test
    public void aPasswordThatCannotBeWrittenDownMakesNoAccount() throws IOException {
        Files.writeString(data, "a file where the directory should be");

        assertThrows(UncheckedIOException.class, () -> access.start("countersign"));
        assertEquals(0, users.count());
    }

    @Test
    public void changingThePasswordRemovesTheFile() throws IOException {
        access.start("countersign");
        Path file = data.resolve("initial-admin-password");
        String password = Files.readString(file).strip();
        Caller admin = access.signIn("admin", password, "").caller();

        access.changePassword(admin, password, "five other unrelated words");

        assertFalse(Files.exists(file));
    }

    private AccessService service(Path directory) {
        return new AccessService(
                users,
                new FakeSessionRepository(log),
                log,
                Configuration.defaults(AccessConfig.class),
                new AccessService.Surroundings(
                        new SettableClock(),
                        Caller.node("test"),
                        directory,
                        new PrintStream(terminal, true, UTF_8),
                        new Argon2idPasswords(64)));
    }
}
