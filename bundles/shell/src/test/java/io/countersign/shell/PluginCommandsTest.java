package io.countersign.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.plan.Sha256;
import java.util.List;
import java.util.function.Supplier;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class PluginCommandsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestPlatform platform;
    private String one;
    private String two;

    @Before
    public void release() throws Exception {
        platform = new TestPlatform(folder.getRoot().toPath());
        one = install("one").text("digest");
        two = install("two").text("digest");
    }

    @Test
    public void installsFromStandardInput() {
        assertEquals(Sha256.hex("one"), one);
        assertEquals("DRAINING", shown(one).text("state"));
        assertEquals("ACTIVE", shown(two).text("state"));
        assertEquals("upload/a.jar", shown(two).text("source"));
    }

    @Test
    public void aJarThatCannotServeIsOneLineAndIsListed() throws Exception {
        String line = mistake(platform.admin, () -> install("b.jar", "broken"));
        assertEquals("upload/b.jar is refused: it is broken", line);

        String table = platform.run(platform.maria, this::plugins);
        assertTrue(table, table.contains("Refused on this node"));
        assertTrue(table, table.contains("it is broken"));
        assertTrue(table, table.matches("(?s).*BUNDLE +VERSION +STATE +DIGEST +WAITING +RUNNING +SETTLING.*"));
        assertTrue(table, table.contains("replaced by " + two));
        assertTrue(mistake(platform.admin, () -> install("../b.jar", "x")).contains("is no plain file name"));
    }

    @Test
    public void rollsBackByTheBeginningOfTheDigest() throws Exception {
        JsonObject back = json(platform.admin, () -> {
            RollbackCommand command = rollback(two.substring(0, 6));
            command.late = List.of("--comment", "it miscounts");
            return command;
        });

        assertEquals(one, back.text("digest"));
        assertEquals("ACTIVE", back.text("state"));
        assertEquals(
                "rolled back to " + one + " by admin: it miscounts",
                shown(two).object("drain").text("reason"));
    }

    @Test
    public void stopsStartsAndWithdraws() throws Exception {
        String text = platform.run(platform.admin, () -> {
            PluginStopCommand command = new PluginStopCommand();
            command.releases = platform.releases;
            command.release = two;
            return command;
        });
        assertTrue(text, text.contains("State") && text.contains("DRAINING"));
        assertTrue(text, text.contains("stopped by admin"));

        platform.run(platform.admin, () -> {
            PluginStartCommand command = new PluginStartCommand();
            command.releases = platform.releases;
            command.release = one;
            return command;
        });
        assertEquals("ACTIVE", shown(one).text("state"));

        platform.run(platform.admin, () -> {
            PluginWithdrawCommand command = new PluginWithdrawCommand();
            command.releases = platform.releases;
            command.release = one;
            return command;
        });
        assertEquals("WITHDRAWN", shown(one).text("state"));
    }

    @Test
    public void onlyAdministratorsMayAndMistakesNameTheRemedy() {
        assertTrue(mistake(platform.maria, () -> rollback(two)).contains("plugin:release"));
        assertEquals(
                "there is no release 'ffff'; see ops:plugins or GET /plugins",
                mistake(platform.admin, () -> rollback("ffff")));
        assertTrue(mistake(platform.admin, () -> rollback("bank.unknown")).contains("bank.unknown"));
    }

    private RollbackCommand rollback(String release) {
        RollbackCommand command = new RollbackCommand();
        command.releases = platform.releases;
        command.release = release;
        return command;
    }

    private JsonObject shown(String digest) {
        try {
            return json(platform.maria, this::plugins).array("items").objects().stream()
                    .filter(release -> release.text("digest").equals(digest))
                    .findFirst()
                    .orElseThrow();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private PluginsCommand plugins() {
        PluginsCommand command = new PluginsCommand();
        command.releases = platform.releases;
        return command;
    }

    private JsonObject install(String jar) throws Exception {
        return json(platform.admin, () -> install("a.jar", jar));
    }

    private PluginInstallCommand install(String name, String jar) {
        PluginInstallCommand command = new PluginInstallCommand();
        command.releases = platform.releases;
        command.name = name;
        command.session = TestPlatform.program(jar);
        return command;
    }

    private JsonObject json(Caller caller, Supplier<? extends OpsCommand> command) throws Exception {
        return Json.parse(platform.run(caller, () -> {
                    OpsCommand made = command.get();
                    made.json = true;
                    return made;
                }))
                .asObject();
    }

    private String mistake(Caller caller, Supplier<? extends OpsCommand> command) {
        return assertThrows(CommandException.class, () -> platform.run(caller, command))
                .getNiceHelp();
    }
}
