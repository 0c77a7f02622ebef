package io.countersign.integration;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The main job from end to end: one person submits a Stripe payout, another approves exactly that plan, it is executed once
 * and followed until paid. Prints what a person would see; ends 0 only when everything was as it must be.
 */
public final class Demo {
    private static final List<String> CURRENCIES = List.of("aed", "bhd", "thb", "nok", "qar", "hkd");
    private static final Set<String> ENDED =
            Set.of("COMPLETED", "FAILED", "STALE", "CANCELLED", "REJECTED", "EXPIRED", "NEEDS_ATTENTION", "RETURNED");
    private static final Duration JOB_MAX = Duration.ofMinutes(3);

    private final DemoPlatform platform;
    private final Path folder;
    private final PrintStream out;

    private Demo(DemoPlatform platform, Path folder, PrintStream out) {
        this.platform = platform;
        this.folder = folder;
        this.out = out;
    }

    /**
     * Runs the demo. With the system property {@code demo.exit} it stops everything after the job.
     *
     * @param args folder to work in
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]).toAbsolutePath();
        boolean exit = Boolean.getBoolean("demo.exit");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        deleteEarlierRun(folder);
        out.println("Starting Countersign and a Stripe simulator in " + folder + " …");
        Distribution distribution =
                Distribution.unpackOnUsualPorts(Distribution.builtArchive(), folder.resolve("countersign"));
        DemoPlatform platform = DemoPlatform.start(folder, distribution);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            platform.close();
            stopped.countDown();
        }));
        Demo demo = new Demo(platform, folder, out);
        demo.run();
        if (exit) {
            platform.close();
            return;
        }
        demo.printNextSteps();
        awaitForever(stopped);
    }

    private void run() throws IOException {
        out.println("Countersign is ready at " + platform.distribution().base() + "\n");
        String id = submit();
        JsonObject plan = showPlan(id);
        approve(id, plan.text("digest"));
        follow(id);
        showPayouts(id);
        showFiles(id);
        requireUntouched("usd", 50_000);
        requireUntouched("eur", 75_000);
    }

    private String submit() {
        JsonObject parameters = Json.object()
                .put("connection", DemoPlatform.CONNECTION)
                .put("currencies", Json.texts(CURRENCIES))
                .build();
        JsonObject request = Json.object()
                .put("parameters", parameters)
                .put("comment", "Demo payout")
                .build();
        ApiClient operator = platform.as(DemoPlatform.OPERATOR);
        JsonObject execution = operator.submit("stripe.payout", request, "demo-payout-1")
                .expect(202)
                .json()
                .asObject();
        String id = execution.text("id");
        out.println(DemoPlatform.OPERATOR + " submitted \"Stripe Balance Payout\" for " + String.join(", ", CURRENCIES)
                + ": execution " + id);
        awaitState(id, Set.of("AWAITING_APPROVAL"));
        return id;
    }

    private JsonObject showPlan(String id) {
        JsonObject stored = platform.as(DemoPlatform.APPROVER)
                .get("executions/" + id + "/plan")
                .expect(200)
                .json()
                .asObject();
        JsonObject plan = stored.object("document").object("plan");
        out.println("\nThe plan, as " + DemoPlatform.APPROVER + " sees it (digest " + stored.text("digest") + "):");
        for (JsonObject effect : plan.array("effects").objects()) {
            Money amount = Money.fromJson(effect.object("amount"));
            out.printf(
                    "  %-18s %14s %s  %s%n",
                    effect.text("id"), amount.decimalText(), amount.currency(), effect.text("sentence"));
            JsonObject residue = effect.object("details").object("residue");
            if (!residue.text("minorUnits").equals("0")) {
                out.printf(
                        "  %-18s %14s %s  stays behind: Stripe pays out in larger steps%n",
                        "", residue.text("text"), amount.currency());
            }
        }
        for (JsonObject line : plan.array("skipped").objects()) {
            out.printf("  %-18s skipped (%s): %s%n", line.text("item"), line.text("reason"), line.text("explanation"));
        }
        plan.array("warnings").texts().forEach(warning -> out.println("  ! " + warning));
        return stored;
    }

    private void approve(String id, String digest) {
        JsonObject decision = Json.object()
                .put("decision", "APPROVED")
                .put("planDigest", digest)
                .put("comment", "as planned")
                .build();
        int own = platform.as(DemoPlatform.OPERATOR)
                .post("executions/" + id + "/approvals", decision)
                .status();
        if (own != 403) {
            throw new AssertionError("the initiator's own approval was answered with " + own + " instead of 403");
        }
        out.println("\n" + DemoPlatform.OPERATOR + " tried to approve her own work and was refused.");
        platform.as(DemoPlatform.APPROVER)
                .post("executions/" + id + "/approvals", decision)
                .expect(200);
        out.println(DemoPlatform.APPROVER + " approved exactly this plan.\n");
    }

    private void follow(String id) {
        try (EventStream events = platform.as(DemoPlatform.OPERATOR).events("executions/" + id + "/events", null)) {
            long deadline = System.nanoTime() + JOB_MAX.toNanos();
            while (System.nanoTime() < deadline) {
                Optional<EventStream.ServerEvent> event = events.next(Duration.ofSeconds(1));
                event.ifPresent(this::show);
                if (event.isEmpty() && events.hasEnded()) {
                    break;
                }
            }
        }
        JsonObject execution = execution(id);
        if (!execution.text("state").equals("COMPLETED")) {
            throw new AssertionError("the execution ended as " + execution.text("state") + ": " + execution.toText());
        }
    }

    private void show(EventStream.ServerEvent event) {
        JsonObject data = Json.parse(event.data()).asObject();
        switch (event.name()) {
            case "state" -> data.findText("to").ifPresent(state -> out.println("  " + state));
            case "effect" -> {
                if (data.findText("to").filter("APPLIED"::equals).isPresent()) {
                    out.println("    " + data.text("effect") + " → "
                            + data.findText("externalId").orElse(""));
                }
            }
            case "log" ->
                data.find("lines").ifPresent(lines -> lines.asArray()
                        .objects()
                        .forEach(line -> out.println("    " + line.text("level") + " " + line.text("text"))));
            default -> {
                // progress, approvals and files are shown in other ways
            }
        }
    }

    private void showPayouts(String id) {
        List<JsonObject> effects = platform.as(DemoPlatform.OPERATOR)
                .get("executions/" + id + "/effects")
                .expect(200)
                .json()
                .asObject()
                .array("items")
                .objects();
        out.println("\nPaid:");
        for (JsonObject effect : effects) {
            Money amount = Money.fromJson(effect.object("sentAmount"));
            out.printf(
                    "  %-24s %12d minor units = %14s %s%n",
                    effect.text("externalId"), amount.minorUnits(), amount.decimalText(), amount.currency());
        }
        if (effects.size() != CURRENCIES.size()) {
            throw new AssertionError(effects.size() + " payouts instead of " + CURRENCIES.size());
        }
    }

    private void showFiles(String id) throws IOException {
        Path results = Files.createDirectories(folder.resolve("results"));
        out.println("\nFiles:");
        List<JsonObject> files = platform.as(DemoPlatform.OPERATOR)
                .get("executions/" + id + "/files")
                .expect(200)
                .json()
                .asObject()
                .array("items")
                .objects();
        for (JsonObject file : files) {
            ApiReply content = platform.as(DemoPlatform.OPERATOR)
                    .get("files/" + file.text("id") + "/content")
                    .expect(200);
            Path target = results.resolve(file.text("name"));
            Files.write(target, content.body());
            out.println("  " + target);
        }
        if (files.stream().noneMatch(file -> file.text("name").equals("payouts.csv"))) {
            throw new AssertionError("payouts.csv is missing; there are " + files);
        }
    }

    private void requireUntouched(String currency, long minorUnits) {
        long available = platform.stripe().available(currency);
        if (available != minorUnits) {
            throw new AssertionError(currency + " holds " + available + " instead of " + minorUnits);
        }
        out.println("  " + currency + " stays untouched: " + minorUnits + " minor units");
    }

    private void awaitState(String id, Set<String> states) {
        long deadline = System.nanoTime() + JOB_MAX.toNanos();
        JsonObject execution = execution(id);
        while (!states.contains(execution.text("state"))) {
            if (ENDED.contains(execution.text("state")) || System.nanoTime() > deadline) {
                throw new AssertionError("execution " + id + " is " + execution.text("state") + " instead of " + states
                        + ": " + execution.toText());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            execution = execution(id);
        }
    }

    private JsonObject execution(String id) {
        return platform.as(DemoPlatform.OPERATOR)
                .get("executions/" + id)
                .expect(200)
                .json()
                .asObject();
    }

    private void printNextSteps() throws IOException {
        Distribution distribution = platform.distribution();
        Path environment = folder.resolve("demo.env");
        Files.writeString(
                environment,
                "API=" + distribution.base() + "api/v1\nSSH_PORT=" + distribution.sshPort() + "\nOLIVIA_PASSWORD="
                        + platform.password(DemoPlatform.OPERATOR) + "\nARTHUR_PASSWORD="
                        + platform.password(DemoPlatform.APPROVER) + "\nADMIN_PASSWORD="
                        + platform.password(DemoPlatform.ADMINISTRATOR) + "\n");
        Files.setPosixFilePermissions(environment, PosixFilePermissions.fromString("rw-------"));
        out.println("\nCountersign stays up at " + distribution.base() + " until Ctrl-C. Next:");
        out.println("  . " + environment + "        # addresses and the demo users' passwords");
        out.println("  curl $API/openapi.json");
        out.println("  ssh -p $SSH_PORT olivia@127.0.0.1 ops:executions");
        out.println("  cp YOUR-OPERATION.jar " + distribution.home().resolve("deploy"));
    }

    private static void awaitForever(CountDownLatch stopped) {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void deleteEarlierRun(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.createDirectories(folder);
    }
}
