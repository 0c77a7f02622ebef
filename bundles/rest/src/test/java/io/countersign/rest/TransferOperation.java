package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.EffectCall;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.FindReply;
import io.countersign.api.operation.InboundMessage;
import io.countersign.api.operation.InboundReceiver;
import io.countersign.api.operation.InboundReply;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationProfile;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.api.operation.PlannedEffect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One transfer at a bank; the reference says how the bank behaves. */
final class TransferOperation implements OperationPlugin {
    static final String NAME = "bank.transfer";

    /** A reference with which planning fails. */
    static final String UNPLANNABLE = "unplannable";

    /** A reference with which the bank never says whether it has done it. */
    static final String UNCLEAR = "unclear";

    /** A reference with which planning waits for the gate. */
    static final String BLOCKING = "blocking";

    private static volatile Gate gate = new Gate();

    /** Holds plans up until it is opened. */
    static final class Gate {
        private final Semaphore arrivals = new Semaphore(0);
        private final CountDownLatch opened = new CountDownLatch(1);

        /** Waits until so many plans have arrived. */
        void awaitArrivals(int count) {
            if (!acquire(count)) {
                throw new AssertionError("fewer than " + count + " plans arrived");
            }
        }

        void open() {
            opened.countDown();
        }

        private boolean acquire(int count) {
            try {
                return arrivals.tryAcquire(count, 20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private void pass() throws InterruptedException {
            arrivals.release();
            opened.await();
        }
    }

    static Gate closeGate() {
        gate = new Gate();
        return gate;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public String description() {
        return "Transfers an amount from an account.";
    }

    @Override
    public OperationProfile profile() {
        return OperationProfile.standard().withTitle("Bank transfer").withConnectionKinds("bank");
    }

    @Override
    public ParameterSchema schema() {
        return ParameterSchema.of(
                Parameter.connection("account", "bank").required(),
                Parameter.money("amount").required(),
                Parameter.string("reference").withDefault("thanks"),
                Parameter.file("statement"));
    }

    @Override
    public Plan plan(PlanContext context) throws Exception {
        String reference = context.parameters().text("reference");
        if (reference.equals(UNPLANNABLE)) {
            throw new OperationException("account_closed", "the account is closed; choose another");
        }
        if (reference.equals(BLOCKING)) {
            gate.pass();
        }
        Money amount = Money.fromJson(context.parameters().toJson().object("amount"));
        return Plan.builder()
                .effect(PlannedEffect.builder("transfer", "bank.transfer")
                        .connection(context.connection("account").name())
                        .request(Json.object()
                                .put("amount", Long.toString(amount.minorUnits()))
                                .put("reference", reference)
                                .build())
                        .amount(amount)
                        .beneficiary("ACME Ltd")
                        .sentence("Transfer " + amount + " to ACME Ltd")
                        .lockKey("bank:" + context.executionId())
                        .build())
                .build();
    }

    @Override
    public List<InboundReceiver> inboundReceivers() {
        return List.of(new SignedMessages());
    }

    @Override
    public List<EffectHandler> effectHandlers() {
        return List.of(new Bank());
    }

    private static final class Bank implements EffectHandler {
        @Override
        public String kind() {
            return "bank.transfer";
        }

        @Override
        public String provider() {
            return "bank";
        }

        @Override
        public Duration keyMemory() {
            return Duration.ZERO;
        }

        @Override
        public EffectReply perform(EffectCall call) {
            return call.request().text("reference").equals(UNCLEAR)
                    ? EffectReply.unclear("the line went dead", false, Duration.ZERO)
                    : EffectReply.applied(
                            "tr_1", Json.object().put("status", "done").build());
        }

        @Override
        public FindReply find(EffectCall call) {
            return FindReply.absent();
        }
    }

    /** Takes what carries the right word, as an event about the id that its body is. */
    private static final class SignedMessages implements InboundReceiver {
        @Override
        public String provider() {
            return "bank";
        }

        @Override
        public InboundReply verify(InboundMessage message) {
            String signature = message.header("Bank-Signature").orElse("");
            if (!signature.equals("signed by the bank")) {
                return InboundReply.refused("the signature is '" + signature + "'");
            }
            JsonObject body = Json.parse(message.body()).asObject();
            return InboundReply.accepted(body.text("event"), "transfer.changed", List.of(body.text("transfer")));
        }
    }
}
