package io.countersign.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.file.StoredFile;
import java.io.IOException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files and passwords come on standard input. */
public final class KeyboardCommandsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestPlatform platform;
    private Commands commands;

    @Before
    public void open() throws IOException {
        platform = new TestPlatform(folder.getRoot().toPath());
        commands = new Commands(platform);
    }

    @Test
    public void aFileComesOnStandardInputAndGoesOutAsItIs() throws Exception {
        String content = "a,b\n1,\u00e9\n";
        platform.run(platform.maria, () -> {
            FilePutCommand command = new FilePutCommand();
            command.files = platform.files;
            command.session = TestPlatform.program(content);
            command.name = "june.csv";
            command.mediaType = "text/csv";
            return command;
        });
        StoredFile file = platform.files.list(platform.maria, null, 1).get(0);
        assertEquals("june.csv", file.name());

        assertEquals(content, platform.run(platform.maria, () -> {
            FileGetCommand command = new FileGetCommand();
            command.files = platform.files;
            command.session = TestPlatform.program("");
            command.file = file.id();
            return command;
        }));
    }

    @Test
    public void aRunTakesAFileFromStandardInputUnderItsPlainName() throws Exception {
        JsonObject submitted = commands.json(platform.maria, () -> {
            RunCommand command = commands.run(true);
            command.session = TestPlatform.program("a,b\n");
            command.file = "list=/home/maria/june.csv";
            return command;
        });

        assertEquals("june.csv", submitted.object("parameters").object("list").text("name"));
        assertTrue(commands.mistake(platform.maria, () -> {
                    RunCommand command = commands.run(true);
                    command.session = FakeShellSession.person();
                    command.file = "list=june.csv";
                    return command;
                })
                .contains("standard input"));
    }

    @Test
    public void anAccountGetsAPasswordThatIsNotOnTheCommandLine() throws Exception {
        platform.run(
                platform.admin,
                () -> commands.userAdd("bob", FakeShellSession.person("four unrelated words", "four unrelated words")));
        platform.run(
                platform.admin, () -> commands.userAdd("eve", TestPlatform.program("five quite unrelated words\n")));

        assertEquals(
                "bob",
                platform.access
                        .signIn("bob", "four unrelated words", "")
                        .caller()
                        .username());
        assertEquals(
                "eve",
                platform.access
                        .signIn("eve", "five quite unrelated words", "")
                        .caller()
                        .username());
        assertTrue(commands.mistake(
                        platform.admin,
                        () -> commands.userAdd("kim", FakeShellSession.person("one way to say it", "another way")))
                .contains("different"));
        assertTrue(commands.mistake(platform.maria, () -> commands.userAdd("kim", FakeShellSession.person()))
                .contains("user:write"));
        assertTrue(platform.users.findByUsername("kim").isEmpty());
    }

    @Test
    public void peopleChangeTheirOwnPassword() throws Exception {
        platform.run(platform.admin, () -> commands.userAdd("bob", TestPlatform.program("four unrelated words")));
        Caller bob = platform.access.signIn("bob", "four unrelated words", "").caller();

        platform.run(bob, () -> {
            PasswordCommand command = new PasswordCommand();
            command.session = TestPlatform.program("four unrelated words\r\nfive quite unrelated words\r\n");
            return command;
        });

        platform.access.signIn("bob", "five quite unrelated words", "");
    }
}
