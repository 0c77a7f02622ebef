package io.countersign.core.execution;

import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.core.audit.StoredText;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The handlers of a plug-in by the kind of effect they serve, with what each says about itself, read once. */
final class EffectHandlers {
    private static final int PROVIDER_LENGTH_MAX = 100;

    private final Map<String, Served> byKind;

    private EffectHandlers(Map<String, Served> byKind) {
        this.byKind = Map.copyOf(byKind);
    }

    /** A handler with what it says about itself. */
    record Served(String kind, String provider, Duration keyMemory, EffectHandler handler) {
        Served {
            Objects.requireNonNull(keyMemory, "key memory");
            if (provider.isBlank() || provider.length() > PROVIDER_LENGTH_MAX || !StoredText.isStorable(provider)) {
                throw new IllegalArgumentException("the handler of effects of kind '" + kind
                        + "' must name its provider in at most " + PROVIDER_LENGTH_MAX + " characters");
            }
        }
    }

    /**
     * Asks the plug-in for its handlers; called on plug-in threads.
     *
     * @throws IllegalArgumentException when two serve the same kind, or one does not name its provider
     */
    static EffectHandlers of(OperationPlugin plugin) {
        Map<String, Served> byKind = new HashMap<>();
        for (EffectHandler handler : plugin.effectHandlers()) {
            Served served = new Served(handler.kind(), handler.provider(), handler.keyMemory(), handler);
            if (byKind.put(served.kind(), served) != null) {
                throw new IllegalArgumentException("two handlers of operation " + plugin.name()
                        + " serve effects of kind '" + served.kind() + "'");
            }
        }
        return new EffectHandlers(byKind);
    }

    Set<String> kinds() {
        return byKind.keySet();
    }

    Served of(String kind) {
        Served served = byKind.get(kind);
        if (served == null) {
            throw new IllegalStateException("no handler serves effects of kind '" + kind + "'; present are " + kinds());
        }
        return served;
    }
}
