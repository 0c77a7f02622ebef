package io.countersign.crash;

import io.countersign.api.operation.Drift;
import io.countersign.api.operation.EffectCall;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.FindReply;
import io.countersign.api.operation.InboundReceiver;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationProfile;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.api.operation.Settlement;
import io.countersign.api.operation.SettlementContext;
import io.countersign.api.operation.ValidationResult;
import io.countersign.persistence.StopPoint;
import java.time.Duration;
import java.util.List;

/** An operation whose node stops between the last look and the call; see {@link StopPoint#BEFORE_CALL}. */
final class StoppingOperation implements OperationPlugin {
    private final OperationPlugin operation;

    private StoppingOperation(OperationPlugin operation) {
        this.operation = operation;
    }

    /** The operation itself when no stop is wanted there. */
    static OperationPlugin around(OperationPlugin operation) {
        return StopPoint.BEFORE_CALL.isOn() ? new StoppingOperation(operation) : operation;
    }

    @Override
    public String name() {
        return operation.name();
    }

    @Override
    public String version() {
        return operation.version();
    }

    @Override
    public String description() {
        return operation.description();
    }

    @Override
    public ParameterSchema schema() {
        return operation.schema();
    }

    @Override
    public OperationProfile profile() {
        return operation.profile();
    }

    @Override
    public ValidationResult validate(Parameters parameters) {
        return operation.validate(parameters);
    }

    @Override
    public Plan plan(PlanContext context) throws Exception {
        return operation.plan(context);
    }

    @Override
    public List<Drift> drift(PlanContext now, Plan approved) throws Exception {
        return operation.drift(now, approved);
    }

    @Override
    public List<EffectHandler> effectHandlers() {
        return operation.effectHandlers().stream()
                .<EffectHandler>map(StoppingHandler::new)
                .toList();
    }

    @Override
    public List<InboundReceiver> inboundReceivers() {
        return operation.inboundReceivers();
    }

    @Override
    public OperationResult execute(ExecutionContext context) throws Exception {
        return operation.execute(context);
    }

    @Override
    public Settlement settle(SettlementContext context) throws Exception {
        return operation.settle(context);
    }

    private record StoppingHandler(EffectHandler handler) implements EffectHandler {
        @Override
        public String kind() {
            return handler.kind();
        }

        @Override
        public String provider() {
            return handler.provider();
        }

        @Override
        public Duration keyMemory() {
            return handler.keyMemory();
        }

        @Override
        public EffectReply perform(EffectCall call) throws Exception {
            StopPoint.BEFORE_CALL.pass();
            return handler.perform(call);
        }

        @Override
        public FindReply find(EffectCall call) throws Exception {
            return handler.find(call);
        }
    }
}
