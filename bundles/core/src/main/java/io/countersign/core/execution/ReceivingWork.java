package io.countersign.core.execution;

import io.countersign.api.operation.InboundMessage;
import io.countersign.api.operation.InboundReceiver;
import io.countersign.api.operation.InboundReply;
import io.countersign.api.operation.OperationException;
import io.countersign.core.registry.DeployedOperation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks plug-ins whether messages of their providers are genuine. */
final class ReceivingWork {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final EngineParts parts;

    ReceivingWork(EngineParts parts) {
        this.parts = parts;
    }

    /** Empty when no operation understands this provider. */
    Optional<InboundReply> verify(String provider, InboundMessage message) {
        List<DeployedOperation> candidates = parts.registry().operations().stream()
                .filter(operation -> operation.profile().connectionKinds().contains(provider))
                .toList();
        for (DeployedOperation operation : candidates) {
            Optional<InboundReply> reply = ask(operation, provider, message);
            if (reply.isPresent()) {
                return reply;
            }
        }
        return Optional.empty();
    }

    private Optional<InboundReply> ask(DeployedOperation operation, String provider, InboundMessage message) {
        try {
            return parts.plugins()
                    .call(
                            operation.plugin(),
                            "verifying a message for " + operation.name(),
                            LIMIT,
                            () -> verified(operation, provider, message));
        } catch (PluginFailedException e) {
            if (e.getCause() instanceof OperationException refusal) {
                return Optional.of(InboundReply.refused(refusal.code() + ": " + refusal.getMessage()));
            }
            throw new IllegalStateException(
                    "operation '" + operation.name() + "' could not say whether a message is genuine", e);
        }
    }

    /** Called on plug-in threads. */
    private static Optional<InboundReply> verified(DeployedOperation operation, String provider, InboundMessage message)
            throws Exception {
        for (InboundReceiver receiver : operation.plugin().inboundReceivers()) {
            if (receiver.provider().equals(provider)) {
                return Optional.of(receiver.verify(message));
            }
        }
        return Optional.empty();
    }
}
