package io.countersign.stripe.payout;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.testkit.OperationPluginContract;
import io.countersign.api.testkit.TestRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.Rule;

/** The promises every operation makes, kept against the simulator. */
public class StripePayoutContractTest extends OperationPluginContract {
    @Rule
    public final SimulatedStripe stripe = new SimulatedStripe();

    @Override
    protected TestRun newRun() {
        try {
            stripe.restart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stripe.run().text(PayoutForm.CURRENCIES, "aed,bhd").build();
    }

    @Override
    protected long changesOutside() {
        return stripe.payoutsCreated();
    }

    @Override
    protected List<JsonObject> invalidParameters() {
        JsonObject valid =
                Json.object().put(PayoutForm.CONNECTION, "stripe-main").build();
        return List.of(
                JsonObject.empty(),
                valid.with(PayoutForm.CURRENCIES, Json.texts(List.of("xxx"))),
                valid.with(PayoutForm.AMOUNT_RULE, Json.of("half")),
                valid.with(PayoutForm.RESERVES, Json.of("aed=1")),
                valid.with(PayoutForm.MAXIMUM_PER_PAYOUT, Json.of("aed=1.234")),
                valid.with(PayoutForm.DESTINATION, Json.of("my bank")),
                valid.with(PayoutForm.STATEMENT_DESCRIPTOR, Json.of("far too long for a bank statement")),
                valid.with(PayoutForm.DESCRIPTION_TEMPLATE, Json.of("{currency}")));
    }
}
