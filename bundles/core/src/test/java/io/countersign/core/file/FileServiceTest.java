package io.countersign.core.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.PermissionDeniedException;
import io.countersign.core.access.Role;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.plan.Sha256;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeExecutionRepository;
import io.countersign.core.testing.FakeFileRepository;
import io.countersign.core.testing.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class FileServiceTest {
    private static final Caller MARIA = caller("a", "maria", Role.OPERATOR);
    private static final Caller ADAM = caller("b", "adam", Role.OPERATOR);
    private static final Caller MACHINE = caller("c", "machine", Role.INTEGRATOR);
    private static final Caller APPROVER = caller("d", "anna", Role.APPROVER);
    private static final Caller EXECUTIVE = caller("e", "erik", Role.EXECUTIVE);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final SettableClock clock = new SettableClock();
    private final FakeAuditRepository log = new FakeAuditRepository();
    private final FakeFileRepository repository = fileRepository();
    private FileService files;

    @Before
    public void open() throws IOException {
        DirectoryFileStore store =
                new DirectoryFileStore(folder.getRoot().toPath().resolve("files"), clock);
        files = new FileService(repository, store, 100, clock);
    }

    @Test
    public void anUploadIsKeptWithItsDigestAndOwner() throws IOException {
        StoredFile file = files.upload(MARIA, "payouts.csv", "Text/CSV; charset=utf-8", stream("a,b\n"));

        assertEquals(
                new StoredFile(
                        file.id(),
                        1,
                        "payouts.csv",
                        "text/csv",
                        4,
                        Sha256.hex("a,b\n"),
                        MARIA.userId(),
                        "maria",
                        null,
                        clock.instant()),
                file);
        try (OpenFile opened = files.open(APPROVER, file.id(), null)) {
            assertEquals(file, opened.file());
            assertEquals("a,b\n", new String(opened.content().readAllBytes(), UTF_8));
        }
        AuditEntry entry = log.entries().get(0);
        assertEquals(AuditAction.FILE_UPLOADED, entry.action());
        assertEquals("file:" + file.id(), entry.subject());
        assertEquals(file.sha256(), entry.afterDigest());
    }

    @Test
    public void aVersionAddsAndTheOlderOneStays() throws IOException {
        StoredFile first = files.upload(MARIA, "payouts.csv", "text/csv", stream("one"));
        StoredFile second = files.addVersion(MARIA, first.id(), "text/csv", stream("two"));

        assertEquals(2, second.version());
        assertEquals("payouts.csv", second.name());
        assertEquals(List.of(first, second), files.versions(MARIA, first.id()));
        assertEquals("one", text(first.id(), 1));
        assertEquals("two", text(first.id(), null));
    }

    @Test
    public void onlyWhoUploadedAFileAddsVersions() throws IOException {
        StoredFile file = files.upload(MARIA, "payouts.csv", "text/csv", stream("one"));

        String message = assertThrows(
                        FileRefusedException.class, () -> files.addVersion(ADAM, file.id(), "text/csv", stream("two")))
                .toString();

        assertTrue(message, message.contains("belongs to maria"));
        assertEquals(1, files.versions(MARIA, file.id()).size());
    }

    @Test
    public void permissionsDecideWhoSeesWhat() throws IOException {
        StoredFile marias = files.upload(MARIA, "maria.csv", "", stream("m"));
        clock.advance(java.time.Duration.ofSeconds(1));
        StoredFile machines = files.upload(MACHINE, "machine.csv", "", stream("x"));

        assertEquals(List.of(machines, marias), files.list(APPROVER, null, 10));
        assertEquals(List.of(marias), files.list(APPROVER, machines.id(), 10));
        assertEquals(List.of(machines), files.list(MACHINE, null, 10));
        assertEquals(machines, files.get(MACHINE, machines.id(), 1));
        assertThrows(UnknownFileException.class, () -> files.get(MACHINE, marias.id(), null));
        assertThrows(UnknownFileException.class, () -> files.open(MACHINE, marias.id(), null));
        assertThrows(UnknownFileException.class, () -> files.versions(MACHINE, marias.id()));
        assertThrows(PermissionDeniedException.class, () -> files.get(EXECUTIVE, marias.id(), null));
        assertThrows(PermissionDeniedException.class, () -> files.list(EXECUTIVE, null, 10));
        assertThrows(PermissionDeniedException.class, () -> files.upload(APPROVER, "x", "", stream("")));
        assertThrows(PermissionDeniedException.class, () -> files.addVersion(APPROVER, marias.id(), "", stream("")));
    }

    @Test
    public void anUnknownVersionIsNamed() throws IOException {
        StoredFile file = files.upload(MARIA, "payouts.csv", "text/csv", stream("one"));

        String message = assertThrows(UnknownFileException.class, () -> files.get(MARIA, file.id(), 2))
                .toString();

        assertTrue(message, message.contains(file.id()) && message.contains("version 2"));
    }

    @Test
    public void tooLargeAnUploadNamesTheFileAndTheLimit() {
        FileTooLargeException refused = assertThrows(
                FileTooLargeException.class, () -> files.upload(MARIA, "large.bin", "", stream("x".repeat(101))));

        assertEquals(100, refused.sizeBytesMax());
        assertTrue(refused.toString(), refused.toString().contains("large.bin"));
        assertTrue(log.entries().isEmpty());
    }

    @Test
    public void anUnacceptableNameIsRefusedBeforeAnythingIsKept() throws IOException {
        for (String name : List.of(
                "",
                "  ",
                ".",
                "..",
                "../x.csv",
                "a/b.csv",
                "C:\\x.csv",
                "a\u0000.csv",
                "a\nb.csv",
                "gpj\u202Efdp.exe",
                "x".repeat(201),
                "\uD83D\uDCB0".repeat(70))) {
            FileRefusedException refused =
                    assertThrows(name, FileRefusedException.class, () -> files.upload(MARIA, name, "", stream("x")));
            assertEquals("name", refused.field());
            assertFalse("one line", refused.toString().contains("\n"));
        }
        try (var kept = Files.walk(folder.getRoot().toPath())) {
            assertEquals(0, kept.filter(Files::isRegularFile).count());
        }
    }

    @Test
    public void namesAreStoredInOneForm() throws IOException {
        assertEquals(
                "caf\u00e9.csv",
                files.upload(MARIA, " cafe\u0301.csv ", "", stream("x")).name());
        assertEquals(
                "أرباح.csv", files.upload(MARIA, "أرباح.csv", "", stream("x")).name());
        assertEquals(".hidden", files.upload(MARIA, ".hidden", "", stream("x")).name());
    }

    @Test
    public void mediaTypesHaveTheirSyntax() throws IOException {
        assertEquals(
                "application/octet-stream",
                files.upload(MARIA, "x", "", stream("x")).mediaType());
        for (String wrong : List.of("csv", "text/", "/csv", "text/csv/x", "text/c sv", "text/csv\r\nX: y")) {
            assertThrows(wrong, FileRefusedException.class, () -> files.upload(MARIA, "x", wrong, stream("x")));
        }
    }

    @Test
    public void pagesHaveALimit() {
        assertThrows(FileRefusedException.class, () -> files.list(MARIA, null, 0));
        assertThrows(FileRefusedException.class, () -> files.list(MARIA, null, 201));
    }

    @Test
    public void healthTriesToWriteAndWatchesTheSpace() throws IOException {
        Path directory = folder.getRoot().toPath().resolve("files");

        assertTrue(new FilesHealthCheck(null, directory, 1).check().ready());
        assertFalse(
                new FilesHealthCheck(null, directory, Long.MAX_VALUE).check().ready());
        assertFalse(
                new FilesHealthCheck(null, directory.resolve("gone"), 1).check().ready());
        try (var left = Files.list(directory)) {
            assertEquals(0, left.count());
        }
    }

    private String text(String id, @org.jspecify.annotations.Nullable Integer version) throws IOException {
        try (OpenFile opened = files.open(MARIA, id, version)) {
            return new String(opened.content().readAllBytes(), UTF_8);
        }
    }

    private FakeFileRepository fileRepository() {
        return new FakeFileRepository(new FakeExecutionRepository(clock, log), log);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static Caller caller(String digit, String username, Role role) {
        return new Caller(digit.repeat(32), username, Set.of(role), Authentication.SESSION, "");
    }
}
