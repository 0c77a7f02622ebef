package io.countersign.api.example;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectCall;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.FindReply;
import java.io.IOException;
import java.time.Duration;

/** Makes one transfer and looks it up by the ids it was tagged with. */
class TransferHandler implements EffectHandler {
    static final String KIND = "bank.transfer";

    private final InMemoryBank bank;
    private final Duration keyMemory;

    TransferHandler(InMemoryBank bank, Duration keyMemory) {
        this.bank = bank;
        this.keyMemory = keyMemory;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String provider() {
        return "bank";
    }

    @Override
    public Duration keyMemory() {
        return keyMemory;
    }

    @Override
    public EffectReply perform(EffectCall call) throws IOException {
        call.connection().secret("token");
        try {
            InMemoryBank.Transfer made = bank.transfer(
                    call.idempotencyKey(), call.executionId(), call.effect().id(), call.request());
            return EffectReply.applied(made.id(), answer(made));
        } catch (InMemoryBank.RefusedException e) {
            return EffectReply.rejected("account_closed", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public FindReply find(EffectCall call) {
        return bank.find(call.executionId(), call.effect().id())
                .map(made -> FindReply.found(made.id(), answer(made)))
                .orElseGet(FindReply::absent);
    }

    private static JsonObject answer(InMemoryBank.Transfer made) {
        return Json.object().put("id", made.id()).build();
    }
}
