package io.countersign.integration;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A bundle is replaced again and again while executions run on it and people submit more: nobody is refused, nothing is
 * lost, each execution runs on one version from its begin to its end, and what was replaced leaves no trace in memory.
 * The system properties {@code countersign.swaps} and {@code countersign.swapRunning} say how often and under how many;
 * {@code ./mvnw -Pswap-load} does it 50 times under 200.
 */
public final class SwapIT {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final int SWAPS = Integer.getInteger("countersign.swaps", 8);
    private static final int RUNNING = Integer.getInteger("countersign.swapRunning", 24);

    /** So many of the running executions are short ones of people who submit one after the other. */
    private static final int PEOPLE = Math.max(4, RUNNING / 8);

    private static final int LONG_ONES = RUNNING - PEOPLE;
    private static final Duration SWAP_MAX = Duration.ofSeconds(30);
    private static final Duration END_MAX = Duration.ofMinutes(2);
    private static final Pattern SERVICE = Pattern.compile("service\\.id = (\\d+)");

    private static SwappedOperation swapped;
    private static DemoPlatform platform;
    private static Workflow workflow;
    private static KarafProcess process;

    @BeforeClass
    public static void start() throws IOException {
        swapped = SwappedOperation.build(FOLDER.getRoot().toPath().resolve("builds"), SWAPS + 1);
        Distribution distribution = Distribution.unpack(
                Distribution.builtArchive(), FOLDER.getRoot().toPath().resolve("countersign"));
        distribution.configure("io.countersign.deployer.cfg", Map.of("alignPeriodSeconds", "1", "quietSeconds", "1"));
        distribution.configure(
                "io.countersign.execution.cfg", Map.of("pluginThreadsMax", Integer.toString(RUNNING + 60)));
        distribution.configure(
                "io.countersign.persistence.cfg",
                Map.of("workerThreads", Integer.toString(RUNNING), "poolSizeMax", "48"));
        platform = DemoPlatform.start(FOLDER.getRoot().toPath(), distribution);
        workflow = new Workflow(platform);
        process = distribution.process();
    }

    @AfterClass
    public static void stop() {
        if (platform != null) {
            platform.close();
        }
    }

    @Test
    public void nothingIsLostWhileTheBundleIsReplacedAgainAndAgain() throws IOException {
        Path finish = FOLDER.getRoot().toPath().resolve("finish");
        deploy(0);
        int firstOfOperation = bundleOfOperation();
        TreeSet<Integer> services = servicesBelow(firstOfOperation);
        List<String> running = startLongOnes(finish);
        List<String> all = new ArrayList<>(running);

        long begin = System.nanoTime();
        SwapLoad load = new SwapLoad(workflow.operator(), SwappedOperation.NAME, PEOPLE);
        try (load) {
            for (int swap = 1; swap <= SWAPS; swap++) {
                deploy(swap);
                all.add(workflow.submit(SwappedOperation.NAME, JsonObject.empty()));
                int before = load.submitted().size();
                process.await("people at work", END_MAX, () -> load.submitted().size() >= before + PEOPLE / 2);
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        JsonObject first = plugin(workflow.execution(running.get(0)).text("release"));
        assertEquals("DRAINING", first.text("state"));
        assertTrue("they all still run on the first: " + first, first.integer("running") >= LONG_ONES);
        Files.createFile(finish);

        assertEquals("refused submissions", List.of(), load.refused());
        Map<String, Integer> versions = new TreeMap<>();
        all.addAll(load.submitted());
        running.forEach(id -> assertEquals(SwappedOperation.version(0), SwappedOperation.wholeVersionOf(workflow, id)));
        all.forEach(id -> versions.merge(SwappedOperation.wholeVersionOf(workflow, id), 1, Integer::sum));
        assertTrue("the load met most versions: " + versions, versions.size() > SWAPS / 2);
        awaitOnlyTheNewest();
        TreeSet<Integer> left = new TreeSet<>(services);
        left.removeAll(servicesBelow(firstOfOperation));
        assertEquals("services of other bundles that were registered anew", new TreeSet<>(), left);
        System.out.printf(
                "SwapIT: %d swaps in %d s under %d executions at a time, %d of them all the while; %d in all on %d versions,"
                        + " 0 refused, 0 lost%n",
                SWAPS, took.toSeconds(), RUNNING, LONG_ONES, all.size(), versions.size());

        rollsBackByOneCommand();
    }

    /** Old bundles are gone, and their classes too. */
    private static void awaitOnlyTheNewest() {
        process.await(
                "one bundle of the operation",
                END_MAX,
                () -> bundles().values().stream()
                                .filter(location -> location.startsWith("countersign:"))
                                .count()
                        == 1);
        VirtualMachine machine = new VirtualMachine(process.pid());
        process.await(
                "one class loader of the operation", END_MAX, () -> machine.loadersOf(SwappedOperation.CLASS) == 1);
        process.await("all but one release retired", SWAP_MAX, () -> states().equals(
                        Map.of("ACTIVE", 1L, "RETIRED", (long) SWAPS)));
    }

    private static void rollsBackByOneCommand() {
        try (SshShell admin = platform.shell(DemoPlatform.ADMINISTRATOR)) {
            SshShell.ShellReply reply =
                    admin.run("ops:rollback " + SwappedOperation.NAME + " --comment \"it miscounts\"");
            assertTrue(reply.errors() + reply.output(), reply.succeeded());
            assertEquals(SwappedOperation.version(SWAPS - 1), SwappedOperation.listedVersion(workflow));
            String id = workflow.submit(SwappedOperation.NAME, JsonObject.empty());
            workflow.await(id, "COMPLETED");
            assertEquals(SwappedOperation.version(SWAPS - 1), SwappedOperation.wholeVersionOf(workflow, id));
            String table = admin.run("ops:plugins").output();
            assertTrue(table, table.contains("by admin: it miscounts"));
        }
    }

    private static List<String> startLongOnes(Path finish) {
        JsonObject parameters = Json.object().put("until", finish.toString()).build();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < LONG_ONES; i++) {
            ids.add(workflow.submit(SwappedOperation.NAME, parameters));
        }
        ids.forEach(id -> workflow.await(id, "RUNNING"));
        return ids;
    }

    private static JsonObject plugin(String digest) {
        return workflow.administrator()
                .get("plugins/" + digest)
                .expect(200)
                .json()
                .asObject();
    }

    private static Map<String, Long> states() {
        Map<String, Long> states = new TreeMap<>();
        workflow.items("plugins").stream()
                .filter(release -> release.text("symbolicName").equals("com.example.swapped"))
                .forEach(release -> states.merge(release.text("state"), 1L, Long::sum));
        return states;
    }

    private static void deploy(int swap) {
        platform.distribution().deploy(swapped.jar(swap));
        SwappedOperation.awaitVersion(workflow, SwappedOperation.version(swap));
    }

    private static int bundleOfOperation() {
        return bundles().entrySet().stream()
                .filter(bundle -> bundle.getValue().startsWith("countersign:"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Locations of the bundles that are no mere dependency, by their ids. */
    private static Map<Integer, String> bundles() {
        try (SshShell admin = platform.shell(DemoPlatform.ADMINISTRATOR)) {
            Map<Integer, String> locations = new TreeMap<>();
            admin.run("bundle:list -t 0 -l --no-format").output().lines().forEach(line -> {
                String[] cells = line.split("\t", -1);
                if (cells.length > 1 && cells[0].strip().matches("\\d+")) {
                    locations.put(Integer.valueOf(cells[0].strip()), cells[cells.length - 1].strip());
                }
            });
            assertTrue("bundles are listed: " + locations, locations.size() > 10);
            return locations;
        }
    }

    /** Ids of all services of the bundles below an id: whatever starts anew registers others. */
    private static TreeSet<Integer> servicesBelow(int bundle) {
        String before = IntStream.range(0, bundle).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        try (SshShell admin = platform.shell(DemoPlatform.ADMINISTRATOR)) {
            TreeSet<Integer> services = new TreeSet<>();
            Matcher ids =
                    SERVICE.matcher(admin.run("bundle:services -p " + before).output());
            while (ids.find()) {
                services.add(Integer.valueOf(ids.group(1)));
            }
            assertTrue("services are listed: " + services, services.size() > 50);
            return services;
        }
    }
}
