package io.countersign.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.file.StoredFile;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class CommandsTest {
    private static final List<String> GIVEN = List.of("connection=main", "amount=12.50 AED", "speed=fast");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestPlatform platform;

    @Before
    public void open() throws IOException {
        platform = new TestPlatform(folder.getRoot().toPath());
    }

    @Test
    public void listsAndDescribesOperations() throws Exception {
        String list = platform.run(platform.maria, this::list);
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
        String text = platform.run(platform.maria, () -> plan(false));

        assertTrue(text, text.contains("Totals       12.50 AED"));
        assertTrue(text, text.contains("Transfer 12.50 AED to account …4242"));
        assertTrue(text, text.contains("a holiday is near"));
        assertEquals(0, platform.repository.count(List.of(ExecutionState.values())));

        JsonObject json =
                Json.parse(platform.run(platform.maria, () -> plan(true))).asObject();
        assertEquals("bank.transfer", json.object("document").text("operation"));
    }

    @Test
    public void aRunIsApprovedByAnotherPersonAndCompletes() throws Exception {
        JsonObject submitted = json(platform.maria, () -> run(true));
        String id = submitted.text("id");
        assertEquals("PLANNING", submitted.text("state"));
        platform.work();
        String digest = json(platform.anna, () -> show(id)).text("planDigest");

        JsonObject approved = json(platform.anna, () -> approve(id.substring(0, 8), digest));
        assertEquals("QUEUED", approved.text("state"));
        platform.work();

        JsonObject shown = json(platform.maria, () -> show(id));
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
        String id = awaiting();
        String digest = json(platform.maria, () -> show(id)).text("planDigest");

        assertTrue(mistake(platform.maria, () -> approve(id, digest)).contains("execution:approve:bank.transfer"));
        assertTrue(mistake(platform.anna, () -> approve(id, "0".repeat(64))).contains(digest));
        assertEquals("AWAITING_APPROVAL", json(platform.maria, () -> show(id)).text("state"));
    }

    @Test
    public void aRejectionNeedsAReason() throws Exception {
        String id = awaiting();
        String digest = json(platform.anna, () -> show(id)).text("planDigest");

        assertTrue(mistake(platform.anna, () -> reject(id, digest, " ")).contains("say why"));
        platform.run(platform.anna, () -> reject(id, digest, "wrong account"));

        assertEquals("REJECTED", json(platform.maria, () -> show(id)).text("state"));
    }

    @Test
    public void whatWasLeftUndoneIsSubmittedAnew() throws Exception {
        String id = awaiting();
        String digest = json(platform.anna, () -> show(id)).text("planDigest");
        assertTrue(mistake(platform.maria, () -> repeat(id)).contains("only one that has ended"));
        platform.run(platform.anna, () -> reject(id, digest, "wrong account"));

        JsonObject repetition = json(platform.maria, () -> repeat(id));

        assertEquals(id, repetition.text("repeats"));
        assertTrue(mistake(platform.maria, () -> repeat(id)).contains(repetition.text("id")));
    }

    @Test
    public void aMistakeIsOneLineWithARemedy() throws Exception {
        assertEquals(
                "there is no execution 'abcd…' that you may see; see ops:executions",
                mistake(platform.maria, () -> show("abcd")));
        assertTrue(mistake(platform.maria, () -> show("nonsense")).contains("is no execution id"));
        assertTrue(mistake(platform.maria, () -> show("f".repeat(32))).contains("there is no execution"));
        assertTrue(mistake(platform.maria, () -> {
                    RunCommand command = run(false);
                    command.parameters = List.of("amount");
                    return command;
                })
                .contains("write name=value"));
        String invalid = mistake(platform.maria, () -> {
            RunCommand command = run(false);
            command.parameters = List.of("speed=warp", "colour=red");
            return command;
        });
        assertTrue(invalid, invalid.contains("warp") && invalid.contains("colour") && invalid.contains("'amount'"));
        assertFalse("one line", invalid.contains("\n"));
        assertTrue(mistake(platform.anna, () -> run(false)).contains("operation:execute:bank.transfer"));
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
        ListCommand command = list();
        command.access = platform.access;

        CommandException refused = assertThrows(CommandException.class, command::execute);
        assertTrue(refused.getNiceHelp(), refused.getNiceHelp().contains("nobody is signed in here"));
    }

    @Test
    public void whatIsFollowedIsPrintedAsItComesUntilTheEnd() throws Exception {
        String id = json(platform.maria, () -> run(true)).text("id");
        String digest = awaitPlanDigest(id);
        AtomicInteger beats = new AtomicInteger();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Follower follower =
                new Follower(platform.executions, live(new PrintStream(printed, true, UTF_8)), false, () -> {
                    if (beats.incrementAndGet() == 2) {
                        platform.approvals.decide(
                                platform.anna,
                                new ExecutionId(id),
                                io.countersign.core.execution.Decision.Kind.APPROVED,
                                digest,
                                "");
                    }
                    if (beats.get() == 3) {
                        platform.work();
                    }
                });

        Execution ended = follower.follow(() -> platform.maria, new ExecutionId(id));

        assertEquals(ExecutionState.COMPLETED, ended.state());
        String text = printed.toString(UTF_8);
        assertTrue(text, text.contains("plans 12.50 AED\uFFFD[31m"));
        assertTrue(text, text.matches("(?s).*AWAITING_APPROVAL: .*--digest " + digest + ".*QUEUED\n.*COMPLETED\n"));
    }

    @Test
    public void anInterruptedOrClosedFollowerStopsAndTheExecutionGoesOn() throws Exception {
        String id = awaiting();
        Follower interrupted = new Follower(platform.executions, live(System.out), true, () -> {
            throw new InterruptedException();
        });
        CommandException stopped = assertThrows(
                CommandException.class, () -> interrupted.follow(() -> platform.maria, new ExecutionId(id)));
        assertTrue(stopped.getNiceHelp(), stopped.getNiceHelp().contains("goes on"));

        OutputStream closed = new OutputStream() {
            @Override
            public void write(int bit) throws IOException {
                throw new IOException("the client is gone");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("the client is gone");
            }
        };
        LiveOutput unread = new LiveOutput(
                new PrintStream(OutputStream.nullOutputStream(), true, UTF_8), new PrintStream(closed, true, UTF_8));
        assertThrows(CommandException.class, () -> new Follower(platform.executions, unread, false, () -> {})
                .follow(() -> platform.maria, new ExecutionId(id)));
        assertEquals("AWAITING_APPROVAL", json(platform.maria, () -> show(id)).text("state"));
    }

    @Test
    public void theLogIsPrintedForPeopleAndForPrograms() throws Exception {
        String id = awaiting();

        String text = platform.run(platform.maria, () -> logs(id, false));
        String line = platform.run(platform.maria, () -> logs(id, true))
                .lines()
                .findFirst()
                .orElseThrow();

        assertTrue(text, text.contains("INFO plans 12.50 AED"));
        assertEquals(1, Json.parse(line).asObject().integer("number"));
    }

    @Test
    public void executionsAreListedInPages() throws Exception {
        String first = awaiting();
        String second = awaiting();

        JsonObject page = Json.parse(platform.run(platform.maria, () -> executions(null, 1)))
                .asArray()
                .objects()
                .get(0);
        String rest = platform.run(platform.maria, () -> executions(page.text("id"), 10));

        assertTrue(List.of(first, second).contains(page.text("id")));
        assertEquals(1, Json.parse(rest).asArray().objects().size());
        assertFalse(rest.contains(page.text("id")));
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
        JsonObject submitted = json(platform.maria, () -> {
            RunCommand command = run(true);
            command.session = TestPlatform.program("a,b\n");
            command.file = "list=/home/maria/june.csv";
            return command;
        });

        assertEquals("june.csv", submitted.object("parameters").object("list").text("name"));
        assertTrue(mistake(platform.maria, () -> {
                    RunCommand command = run(true);
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
                () -> userAdd("bob", FakeShellSession.person("four unrelated words", "four unrelated words")));
        platform.run(platform.admin, () -> userAdd("eve", TestPlatform.program("five quite unrelated words\n")));

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
        assertTrue(mistake(
                        platform.admin,
                        () -> userAdd("kim", FakeShellSession.person("one way to say it", "another way")))
                .contains("different"));
        assertTrue(mistake(platform.maria, () -> userAdd("kim", FakeShellSession.person()))
                .contains("user:write"));
        assertTrue(platform.users.findByUsername("kim").isEmpty());
    }

    @Test
    public void peopleChangeTheirOwnPassword() throws Exception {
        platform.run(platform.admin, () -> userAdd("bob", TestPlatform.program("four unrelated words")));
        Caller bob = platform.access.signIn("bob", "four unrelated words", "").caller();

        platform.run(bob, () -> {
            PasswordCommand command = new PasswordCommand();
            command.session = TestPlatform.program("four unrelated words\r\nfive quite unrelated words\r\n");
            return command;
        });

        platform.access.signIn("bob", "five quite unrelated words", "");
    }

    @Test
    public void whatIsFollowedReachesTheClientAtEachLook() throws Exception {
        String id = awaiting();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        PrintStream client = new PrintStream(new BufferedOutputStream(sent, 100_000), false, UTF_8);
        AtomicInteger looks = new AtomicInteger();
        Follower follower = new Follower(platform.executions, new LiveOutput(client, client), false, () -> {
            if (looks.incrementAndGet() == 2) {
                assertTrue(sent.toString(UTF_8), sent.toString(UTF_8).contains("AWAITING_APPROVAL"));
                throw new InterruptedException();
            }
        });

        assertThrows(CommandException.class, () -> follower.follow(() -> platform.maria, new ExecutionId(id)));
        assertEquals(2, looks.get());
    }

    private static LiveOutput live(PrintStream out) {
        return new LiveOutput(out, out);
    }

    private String awaiting() throws Exception {
        String id = json(platform.maria, () -> run(true)).text("id");
        platform.work();
        return id;
    }

    private String awaitPlanDigest(String id) throws Exception {
        platform.work();
        return json(platform.maria, () -> show(id)).text("planDigest");
    }

    private JsonObject json(Caller caller, java.util.function.Supplier<? extends OpsCommand> command) throws Exception {
        return Json.parse(platform.run(caller, () -> {
                    OpsCommand made = command.get();
                    made.json = true;
                    return made;
                }))
                .asObject();
    }

    private String mistake(Caller caller, java.util.function.Supplier<? extends OpsCommand> command) {
        return assertThrows(CommandException.class, () -> platform.run(caller, command))
                .getNiceHelp();
    }

    private ListCommand list() {
        ListCommand command = new ListCommand();
        command.catalogue = platform.catalogue;
        return command;
    }

    private PlanCommand plan(boolean json) {
        PlanCommand command = new PlanCommand();
        command.catalogue = platform.catalogue;
        command.executions = platform.executions;
        command.operation = "bank.transfer";
        command.parameters = GIVEN;
        command.json = json;
        return command;
    }

    private RunCommand run(boolean json) {
        RunCommand command = new RunCommand();
        command.catalogue = platform.catalogue;
        command.executions = platform.executions;
        command.files = platform.files;
        command.operation = "bank.transfer";
        command.parameters = GIVEN;
        command.json = json;
        return command;
    }

    private ShowCommand show(String id) {
        ShowCommand command = new ShowCommand();
        command.executions = platform.executions;
        command.execution = id;
        return command;
    }

    private LogsCommand logs(String id, boolean json) {
        LogsCommand command = new LogsCommand();
        command.executions = platform.executions;
        command.execution = id;
        command.json = json;
        return command;
    }

    private ExecutionsCommand executions(@org.jspecify.annotations.Nullable String before, int limit) {
        ExecutionsCommand command = new ExecutionsCommand();
        command.executions = platform.executions;
        command.before = before;
        command.limit = limit;
        command.json = true;
        return command;
    }

    private ApproveCommand approve(String id, String digest) {
        ApproveCommand command = new ApproveCommand();
        command.executions = platform.executions;
        command.approvals = platform.approvals;
        command.execution = id;
        command.digest = digest;
        return command;
    }

    private RepeatCommand repeat(String id) {
        RepeatCommand command = new RepeatCommand();
        command.executions = platform.executions;
        command.execution = id;
        return command;
    }

    private RejectCommand reject(String id, String digest, String comment) {
        RejectCommand command = new RejectCommand();
        command.executions = platform.executions;
        command.approvals = platform.approvals;
        command.execution = id;
        command.digest = digest;
        command.comment = comment;
        return command;
    }

    private UserAddCommand userAdd(String username, FakeShellSession session) {
        UserAddCommand command = new UserAddCommand();
        command.session = session;
        command.username = username;
        command.roles = List.of("operator");
        return command;
    }
}
