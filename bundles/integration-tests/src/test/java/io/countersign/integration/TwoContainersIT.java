package io.countersign.integration;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.integration.EventStream.ServerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Two containers on one PostgreSQL, with one directory of files and one of releases: what one of them is given the other
 * has too, what one does the other tells, and what one leaves undone the other finishes.
 */
public final class TwoContainersIT {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final Duration TAKE_OVER_MAX = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int LATENCY_MILLIS = 1_000;
    private static final int LOG_LINES = 2_000;
    private static final Map<String, Long> AMOUNTS =
            new TreeMap<>(Map.of("aed", 125_043L, "bhd", 45_670L, "thb", 987_654L, "nok", 234_567L));

    private static PostgresServer postgres;
    private static Workflow one;
    private static Workflow other;

    @BeforeClass
    public static void start() throws IOException {
        postgres = PostgresServer.start(FOLDER.newFolder("postgres").toPath());
        one = new Workflow(DemoPlatform.start(root(), distribution("one")));
        other = new Workflow(one.platform().join(distribution("other")));
    }

    @AfterClass
    public static void stop() {
        if (other != null) {
            other.platform().close();
        }
        if (one != null) {
            one.platform().close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    public void releaseThatIsGivenToOneNodeServesOnBoth() throws IOException {
        SwappedOperation swapped = SwappedOperation.build(root().resolve("builds"), 2);
        Path finish = root().resolve("finish");
        install(one, swapped.jar(0));
        SwappedOperation.awaitVersion(other, "1.0.0");
        List<String> old = new ArrayList<>();
        for (Workflow asked : List.of(one, other, one, other)) {
            old.add(asked.submit(
                    SwappedOperation.NAME,
                    Json.object().put("until", finish.toString()).build()));
        }
        old.forEach(id -> one.await(id, "RUNNING"));

        install(other, swapped.jar(1));
        SwappedOperation.awaitVersion(one, "1.1.0");
        for (Workflow asked : List.of(one, other)) {
            String id = asked.submit(SwappedOperation.NAME, JsonObject.empty());
            assertEquals("1.1.0", SwappedOperation.wholeVersionOf(other, id));
        }
        Files.createFile(finish);

        old.forEach(id -> assertEquals("1.0.0", SwappedOperation.wholeVersionOf(other, id)));
        for (Workflow node : List.of(one, other)) {
            VirtualMachine machine = new VirtualMachine(node.process().pid());
            node.process()
                    .await(
                            "one class loader of the operation",
                            PATIENCE,
                            () -> machine.loadersOf(SwappedOperation.CLASS) == 1);
        }
        try (SshShell admin = one.platform().shell(DemoPlatform.ADMINISTRATOR)) {
            succeed(admin, "ops:rollback " + SwappedOperation.NAME + " --comment \"it miscounts\"");
        }
        SwappedOperation.awaitVersion(other, "1.0.0");
        String id = other.submit(SwappedOperation.NAME, JsonObject.empty());
        assertEquals("1.0.0", SwappedOperation.wholeVersionOf(one, id));
    }

    @Test
    public void eitherNodeTellsWhatBothDo() {
        new StripeBooks(one.platform().stripe()).setAvailable(Map.of("qar", 20_000L));
        String id;
        try (EventStream all = other.operator().events("events", null)) {
            id = one.submit(Workflow.PAYOUT, Workflow.payoutOf("qar"));
            awaitEventOf(id, all);
        }
        List<ServerEvent> begin = new ArrayList<>();
        try (EventStream events = one.operator().events("executions/" + id + "/events", null)) {
            begin.add(events.next(PATIENCE).orElseThrow());
            begin.add(events.next(PATIENCE).orElseThrow());
        }
        other.approve(id);
        List<ServerEvent> rest = other.eventsUntilTheEnd(id, begin.get(1).id());

        List<ServerEvent> all = Stream.concat(begin.stream(), rest.stream()).toList();
        assertEquals(one.eventsUntilTheEnd(id, null), all);
        assertEquals(
                LongStream.rangeClosed(1, all.size()).boxed().toList(),
                all.stream().map(event -> Long.valueOf(event.id())).toList());
        one.await(id, "COMPLETED");
        assertEquals(one.everythingAbout(id), other.everythingAbout(id));
        for (Workflow node : List.of(one, other)) {
            try (SshShell admin = node.platform().shell(DemoPlatform.ADMINISTRATOR)) {
                assertTrue(succeed(admin, "ops:executions").contains(id));
                String listed = succeed(admin, "ops:nodes --json");
                assertEquals(
                        List.of("one", "other"),
                        Json.parse(listed.strip()).asArray().objects().stream()
                                .filter(found -> found.text("state").equals("ALIVE"))
                                .map(found -> found.text("name"))
                                .sorted()
                                .toList());
            }
        }
    }

    private static void awaitEventOf(String id, EventStream all) {
        ServerEvent event;
        do {
            event = all.next(PATIENCE).orElseThrow(() -> new AssertionError("the stream of all never told of " + id));
        } while (!event.data().contains(id));
    }

    @Test
    public void whatADeadNodeLeftIsFinishedByTheOther() {
        StripeBooks books = new StripeBooks(one.platform().stripe());
        books.setAvailable(AMOUNTS);
        long before = books.size();
        slowDown();
        String id =
                one.submit(Workflow.PAYOUT, Workflow.payoutOf(AMOUNTS.keySet().toArray(String[]::new)));
        one.approve(id);
        one.process().await("a payout", PATIENCE, () -> books.countSince(before) > 0);
        Workflow dead = startedBy(id).equals("one") ? one : other;
        Workflow survivor = dead == one ? other : one;

        dead.process().kill();
        long killed = System.nanoTime();
        survivor.process()
                .await("take-over", PATIENCE, () -> actions(survivor, id).contains("execution.taken-over"));
        Duration waited = Duration.ofNanos(System.nanoTime() - killed);

        assertTrue("taken over after " + waited, waited.compareTo(TAKE_OVER_MAX) <= 0);
        survivor.await(id, "COMPLETED");
        assertEquals(AMOUNTS, books.paidSince(before));
        System.out.println("TwoContainersIT: taken over " + waited.toMillis() + " ms after the kill");
        dead.platform().stripe().disarm();
        comesBackOnlyWithTheSharedFiles(dead.platform().distribution());
        assertEquals(survivor.everythingAbout(id), dead.everythingAbout(id));
    }

    private static void comesBackOnlyWithTheSharedFiles(Distribution distribution) {
        distribution.configure(
                "io.countersign.files.cfg",
                Map.of("directory", root().resolve("other-files").toString()));
        distribution.start();
        KarafProcess process = distribution.process();
        process.await("refusal that names the file", PATIENCE, () -> process.logTail(LOG_LINES).stream()
                .anyMatch(line -> line.contains("store-identity is missing")));
        assertEquals(503, distribution.status("/health/ready"));

        distribution.configure("io.countersign.files.cfg", sharedFiles());
        distribution.awaitReady();
    }

    private static void slowDown() {
        one.platform()
                .stripe()
                .arm(Json.object()
                        .put("kind", "latency")
                        .put("times", 1000)
                        .put("delay_ms", LATENCY_MILLIS)
                        .build());
    }

    private static String startedBy(String id) {
        return one.audit("execution:" + id).stream()
                .filter(entry -> entry.text("action").equals("execution.started"))
                .map(entry -> entry.object("actor").text("name"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> actions(Workflow node, String id) {
        return node.audit("execution:" + id).stream()
                .map(entry -> entry.text("action"))
                .toList();
    }

    private static void install(Workflow node, Path jar) {
        node.administrator()
                .upload("plugins", "file", jar, "application/java-archive")
                .expect(201);
    }

    private static String succeed(SshShell shell, String command) {
        SshShell.ShellReply reply = shell.run(command);
        assertTrue(command + ": " + reply.errors() + reply.output(), reply.succeeded());
        return reply.output();
    }

    private static Distribution distribution(String name) {
        Distribution distribution = Distribution.unpack(Distribution.builtArchive(), root().resolve(name));
        postgres.configure(distribution);
        return distribution
                .configure("io.countersign.files.cfg", sharedFiles())
                .configure("io.countersign.node.cfg", Map.of("name", name))
                .configure(
                        "io.countersign.deployer.cfg",
                        Map.of(
                                "releaseDirectory",
                                root().resolve("releases").toString(),
                                "alignPeriodSeconds",
                                "1",
                                "quietSeconds",
                                "1"));
    }

    private static Map<String, String> sharedFiles() {
        return Map.of("directory", root().resolve("files").toString());
    }

    private static Path root() {
        return FOLDER.getRoot().toPath();
    }
}
