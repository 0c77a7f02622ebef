package io.countersign.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What happens to an execution is printed as it comes. */
public final class FollowerTest {
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
    public void whatIsFollowedIsPrintedAsItComesUntilTheEnd() throws Exception {
        String id = commands.json(platform.maria, () -> commands.run(true)).text("id");
        String digest = commands.awaitPlanDigest(id);
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
    public void whatIsFollowedReachesTheClientAtEachLook() throws Exception {
        String id = commands.awaiting();
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

    @Test
    public void anInterruptedOrClosedFollowerStopsAndTheExecutionGoesOn() throws Exception {
        String id = commands.awaiting();
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
        assertEquals(
                "AWAITING_APPROVAL",
                commands.json(platform.maria, () -> commands.show(id)).text("state"));
    }

    @Test
    public void theLogIsPrintedForPeopleAndForPrograms() throws Exception {
        String id = commands.awaiting();

        String text = platform.run(platform.maria, () -> commands.logs(id, false));
        String line = platform.run(platform.maria, () -> commands.logs(id, true))
                .lines()
                .findFirst()
                .orElseThrow();

        assertTrue(text, text.contains("INFO plans 12.50 AED"));
        assertEquals(1, Json.parse(line).asObject().integer("number"));
    }

    private static LiveOutput live(PrintStream out) {
        return new LiveOutput(out, out);
    }
}
