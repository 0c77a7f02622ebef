package io.countersign.crash;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Role;
import io.countersign.core.execution.CrashPoints;
import io.countersign.core.execution.Decision;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.SubmitRequest;
import io.countersign.core.registry.DeployedOperation;
import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.testing.Configuration;
import io.countersign.persistence.EngineNode;
import io.countersign.persistence.NodeSettings;
import io.countersign.persistence.StopPoint;
import io.countersign.stripe.payout.StripePayoutOperation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A node without a container, in a process of its own, with the operation that pays out Stripe balances. It does what it
 * is told on standard input, {@code NUMBER COMMAND…}, answers each with {@code NUMBER ok …} or {@code NUMBER refused …},
 * and tells of every execution's state that it sees, its own or another node's: {@code state ID STATE}. It ends when its
 * input does.
 *
 * <pre>
 * submit KEY CONNECTION AMOUNTS       by the operator: aed=100.00,bhd=5.000; answers the execution's id
 * approve ID                          by the approver
 * cancel ID                           by the operator
 * propose ID EFFECT REASON            the operator says that an unclear effect was not applied
 * consent ID EFFECT REASON            the approver says the same
 * report ID                           state, effects and audit trail, as JSON
 * withdraw | deploy                   the operation is gone | is there again
 * arm POINT URL                       goes on with another database, and dies at a point such as after-intent:2
 * </pre>
 */
final class PlainNode implements AutoCloseable {
    private static final String RELEASE = "a".repeat(64);
    private static final Caller OPERATOR = caller("u-operator", Role.OPERATOR);
    private static final Caller APPROVER = caller("u-approver", Role.APPROVER);
    private static final Caller AUDITOR = caller("u-auditor", Role.AUDITOR);

    private PlainNodeOptions options;
    private final PrintStream output;
    private final DeployedOperation operation;
    private final OperationRegistry registry = new OperationRegistry();
    private EngineNode node;
    private StateWatch watch;

    private PlainNode(PlainNodeOptions options, PrintStream output) throws IOException {
        this.options = options;
        this.output = output;
        int timeoutSeconds = Math.toIntExact(PlainNodeOptions.STRIPE_TIMEOUT.toSeconds());
        StripePayoutOperation.Config limits = Configuration.of(
                StripePayoutOperation.Config.class,
                Map.of("connectTimeoutSeconds", timeoutSeconds, "callTimeoutSeconds", timeoutSeconds));
        this.operation =
                DeployedOperation.read(StoppingOperation.around(new StripePayoutOperation(limits)), RELEASE, 1);
        registry.add(operation);
        node = new EngineNode(options.database(), settings(), registry, StripeAccounts.connect(options));
        watch = new StateWatch(node.service(), AUDITOR, output);
    }

    /** Runs until the input ends. */
    public static void main(String[] arguments) throws IOException {
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (PlainNode node = new PlainNode(PlainNodeOptions.parse(arguments), output)) {
            output.println("ready");
            node.serve(System.in);
        }
        System.exit(0);
    }

    private void serve(InputStream input) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            output.println(words[0] + " " + answer(Arrays.copyOfRange(words, 1, words.length)));
        }
    }

    private String answer(String[] words) throws IOException {
        try {
            return ("ok " + obey(words)).strip();
        } catch (RuntimeException e) {
            // whatever the platform refuses is an answer; the node lives on, as it would behind REST
            return "refused " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }

    private String obey(String[] words) throws IOException {
        return switch (words[0]) {
            case "submit" -> submit(words[1], words[2], words[3]).id().text();
            case "report" -> report(new ExecutionId(words[1])).toText();
            default -> {
                change(words);
                yield "";
            }
        };
    }

    private void change(String[] words) throws IOException {
        switch (words[0]) {
            case "approve" -> approve(new ExecutionId(words[1]));
            case "cancel" -> node.service().cancel(OPERATOR, new ExecutionId(words[1]), "no longer wanted");
            case "propose" -> notApplied(OPERATOR, words);
            case "consent" -> notApplied(APPROVER, words);
            case "withdraw" -> registry.remove(operation.name(), RELEASE);
            case "deploy" -> registry.add(operation);
            case "arm" -> arm(words[1], words[2]);
            default -> throw new IllegalArgumentException("'" + words[0] + "' is no command");
        }
    }

    private Execution submit(String key, String connection, String amounts) {
        Set<String> currencies = new TreeSet<>();
        for (String amount : amounts.split(",", -1)) {
            currencies.add(amount.split("=", 2)[0]);
        }
        JsonObject parameters = Json.object()
                .put("connection", connection)
                .put("currencies", Json.texts(currencies))
                .put("amountRule", "fixed")
                .put("fixedAmounts", amounts)
                .build();
        return node.service().submit(OPERATOR, new SubmitRequest(operation.name(), parameters, "", null, key));
    }

    private void approve(ExecutionId id) {
        String digest = Objects.requireNonNull(node.service().get(APPROVER, id).planDigest(), "there is no plan yet");
        node.approvals().decide(APPROVER, id, Decision.Kind.APPROVED, digest, "looks right");
    }

    private void notApplied(Caller caller, String[] words) {
        node.resolutions().propose(caller, new ExecutionId(words[1]), words[2], false, null, words[3]);
    }

    private JsonObject report(ExecutionId id) {
        return ExecutionReport.of(node, AUDITOR, id);
    }

    /** The same process under the same name, but a new engine that knows of the point. */
    private void arm(String point, String url) throws IOException {
        watch.close();
        node.close();
        System.setProperty(CrashPoints.PROPERTY, point);
        options = options.on(options.database().at(url));
        open();
    }

    private void open() throws IOException {
        node = new EngineNode(options.database(), settings(), registry, StripeAccounts.connect(options));
        watch = new StateWatch(node.service(), AUDITOR, output);
    }

    /**
     * Some crash points are only passed by an operation with a limit; this one never keeps anybody waiting. A node that is
     * to stop itself is not to be stopped by a time-out first.
     */
    private NodeSettings settings() {
        String point = System.getProperty(CrashPoints.PROPERTY, "");
        boolean needsLimit = point.contains("-start") || point.contains("-place-left");
        NodeSettings settings = StopPoint.isAnyOn() ? options.settings().patient() : options.settings();
        return needsLimit ? settings.limited(operation.name() + "=1000") : settings;
    }

    @Override
    public void close() {
        watch.close();
        node.close();
    }

    private static Caller caller(String name, Role role) {
        return new Caller(name, name, Set.of(role), Authentication.SESSION, "127.0.0.1");
    }
}
