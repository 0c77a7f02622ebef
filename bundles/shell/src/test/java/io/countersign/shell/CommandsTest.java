package io.countersign.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.execution.ExecutionState;
import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Operations are looked at, run and approved. */
public final class CommandsTest {
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
    public void listsAndDescribesOperations() throws Exception {
        String list = platform.run(platform.maria, commands::list);
        assertTrue(list, list.matches("(?s)NAME +VERSION +CATEGORY +RISK +TITLE\nbank.transfer +1.0.0 .*"));

        String described = platform.run(platform.maria, () -> {
            DescribeCommand command = new DescribeCommand();
            command.catalogue = platform.catalogue;
            command.operation = "bank.transfer";
            return command;
        });
        assertTrue(described, described.contains("speed       SELECT      no                 slow, fast"));
    }

    @Test
    public void aPlanIsShownAndForgotten() throws Exception {
        String text = platform.run(platform.maria, () -> commands.plan(false));

        assertTrue(text, text.contains("Totals       12.50 AED"));
        assertTrue(text, text.contains("Transfer 12.50 AED to account …4242"));
        assertTrue(text, text.contains("a holiday is near"));
        assertEquals(0, platform.repository.count(List.of(ExecutionState.values())));

        JsonObject json = Json.parse(platform.run(platform.maria, () -> commands.plan(true)))
                .asObject();
        assertEquals("bank.transfer", json.object("document").text("operation"));
    }

    @Test
    public void aRunIsApprovedByAnotherPersonAndCompletes() throws Exception {
        JsonObject submitted = commands.json(platform.maria, () -> commands.run(true));
        String id = submitted.text("id");
        assertEquals("PLANNING", submitted.text("state"));
        platform.work();
        String digest = commands.json(platform.anna, () -> commands.show(id)).text("planDigest");

        JsonObject approved = commands.json(platform.anna, () -> commands.approve(id.substring(0, 8), digest));
        assertEquals("QUEUED", approved.text("state"));
        platform.work();

        JsonObject shown = commands.json(platform.maria, () -> commands.show(id));
        assertEquals("COMPLETED", shown.text("state"));
        assertEquals("completed", shown.text("status"));
        JsonObject effect = shown.array("effects").objects().get(0);
        assertEquals("APPLIED", effect.text("state"));
        assertEquals("tr_1", effect.text("externalId"));
        assertEquals(
                "anna",
                shown.array("approvals").objects().get(0).object("approver").text("username"));
    }

    @Test
    public void nobodyApprovesTheirOwnNorAnotherDigest() throws Exception {
        String id = commands.awaiting();
        String digest = commands.json(platform.maria, () -> commands.show(id)).text("planDigest");

        assertTrue(commands.mistake(platform.maria, () -> commands.approve(id, digest))
                .contains("execution:approve:bank.transfer"));
        assertTrue(commands.mistake(platform.anna, () -> commands.approve(id, "0".repeat(64)))
                .contains(digest));
        assertEquals(
                "AWAITING_APPROVAL",
                commands.json(platform.maria, () -> commands.show(id)).text("state"));
    }

    @Test
    public void aRejectionNeedsAReason() throws Exception {
        String id = commands.awaiting();
        String digest = commands.json(platform.anna, () -> commands.show(id)).text("planDigest");

        assertTrue(commands.mistake(platform.anna, () -> commands.reject(id, digest, " "))
                .contains("say why"));
        platform.run(platform.anna, () -> commands.reject(id, digest, "wrong account"));

        assertEquals(
                "REJECTED",
                commands.json(platform.maria, () -> commands.show(id)).text("state"));
    }

    @Test
    public void whatWasLeftUndoneIsSubmittedAnew() throws Exception {
        String id = commands.awaiting();
        String digest = commands.json(platform.anna, () -> commands.show(id)).text("planDigest");
        assertTrue(commands.mistake(platform.maria, () -> commands.repeat(id)).contains("only one that has ended"));
        platform.run(platform.anna, () -> commands.reject(id, digest, "wrong account"));

        JsonObject repetition = commands.json(platform.maria, () -> commands.repeat(id));

        assertEquals(id, repetition.text("repeats"));
        assertTrue(commands.mistake(platform.maria, () -> commands.repeat(id)).contains(repetition.text("id")));
    }

    @Test
    public void aMistakeIsOneLineWithARemedy() throws Exception {
        assertEquals(
                "there is no execution 'abcd…' that you may see; see ops:executions",
                commands.mistake(platform.maria, () -> commands.show("abcd")));
        assertTrue(commands.mistake(platform.maria, () -> commands.show("nonsense"))
                .contains("is no execution id"));
        assertTrue(commands.mistake(platform.maria, () -> commands.show("f".repeat(32)))
                .contains("there is no execution"));
        assertTrue(commands.mistake(platform.maria, () -> {
                    RunCommand command = commands.run(false);
                    command.parameters = List.of("amount");
                    return command;
                })
                .contains("write name=value"));
        String invalid = commands.mistake(platform.maria, () -> {
            RunCommand command = commands.run(false);
            command.parameters = List.of("speed=warp", "colour=red");
            return command;
        });
        assertTrue(invalid, invalid.contains("warp") && invalid.contains("colour") && invalid.contains("'amount'"));
        assertFalse("one line", invalid.contains("\n"));
        assertTrue(
                commands.mistake(platform.anna, () -> commands.run(false)).contains("operation:execute:bank.transfer"));
    }

    @Test
    public void aDefectKeepsItsStackTrace() {
        IllegalStateException defect = assertThrows(
                IllegalStateException.class,
                () -> platform.run(platform.maria, () -> new OpsCommand() {
                    @Override
                    void run(Caller caller) {
                        throw new IllegalStateException("a defect of ours");
                    }
                }));
        assertTrue(defect.getStackTrace().length > 0);
    }

    @Test
    public void withoutASignedInUserNothingIsDone() throws Exception {
        ListCommand command = commands.list();
        command.access = platform.access;

        CommandException refused = assertThrows(CommandException.class, command::execute);
        assertTrue(refused.getNiceHelp(), refused.getNiceHelp().contains("nobody is signed in here"));
    }

    @Test
    public void executionsAreListedInPages() throws Exception {
        String first = commands.awaiting();
        String second = commands.awaiting();

        JsonObject page = Json.parse(platform.run(platform.maria, () -> commands.executions(null, 1)))
                .asArray()
                .objects()
                .get(0);
        String rest = platform.run(platform.maria, () -> commands.executions(page.text("id"), 10));

        assertTrue(List.of(first, second).contains(page.text("id")));
        assertEquals(1, Json.parse(rest).asArray().objects().size());
        assertFalse(rest.contains(page.text("id")));
    }
}
