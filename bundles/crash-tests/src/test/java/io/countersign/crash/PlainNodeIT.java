package io.countersign.crash;

import static org.junit.Assert.assertEquals;

import io.countersign.api.json.JsonObject;
import io.countersign.persistence.TestDatabases;
import io.countersign.stripe.simulator.testing.StripeSimulatorProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A node without a container does the main job from end to end. */
public final class PlainNodeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void paysWhatWasApproved() {
        Path directory = folder.getRoot().toPath();
        try (StripeSimulatorProcess stripe = StripeAccounts.bank(directory.resolve("stripe"))) {
            stripe.setAvailable(StripeAccounts.account(1), Map.of("aed", 1_000_000L, "bhd", 1_000_000L));
            PlainNodeOptions options = PlainNodeOptions.of(TestDatabases.h2(directory), directory, stripe.base());
            try (NodeProcess node = NodeProcess.start(options).awaitReady()) {
                String id = node.submit("smoke", StripeAccounts.connection(1), "aed=125.04,bhd=5.670");
                assertEquals(id, node.submit("smoke", StripeAccounts.connection(1), "aed=125.04,bhd=5.670"));
                node.awaitState(id, "AWAITING_APPROVAL"::equals, PATIENCE);
                node.approve(id);
                node.awaitState(id, "COMPLETED"::equals, PATIENCE);

                List<String> paid = stripe.ledger().stream()
                        .filter(entry -> entry.text("type").equals("payout.created"))
                        .map(entry -> entry.object("payout"))
                        .map(payout -> payout.text("currency") + " " + payout.integer("amount") + " "
                                + payout.object("metadata").text("countersign_execution"))
                        .toList();
                assertEquals(List.of("aed 12504 " + id, "bhd 5670 " + id), paid);
                JsonObject report = node.report(id);
                assertEquals("COMPLETED", report.text("state"));
                assertEquals(
                        List.of("APPLIED", "APPLIED"),
                        report.array("effects").objects().stream()
                                .map(effect -> effect.text("state"))
                                .toList());
            }
        }
    }
}
