package io.countersign.core.execution;

import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.OperationPlugin;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The handlers of a plug-in by the kind of effect they serve. */
final class EffectHandlers {
    private final Map<String, EffectHandler> byKind;

    private EffectHandlers(Map<String, EffectHandler> byKind) {
        this.byKind = byKind;
    }

    /** @throws IllegalArgumentException when two serve the same kind */
    static EffectHandlers of(OperationPlugin plugin) {
        Map<String, EffectHandler> byKind = new HashMap<>();
        for (EffectHandler handler : plugin.effectHandlers()) {
            if (byKind.put(handler.kind(), handler) != null) {
                throw new IllegalArgumentException("two handlers of operation " + plugin.name()
                        + " serve effects of kind '" + handler.kind() + "'");
            }
        }
        return new EffectHandlers(byKind);
    }

    Set<String> kinds() {
        return byKind.keySet();
    }

    EffectHandler of(String kind) {
        EffectHandler handler = byKind.get(kind);
        if (handler == null) {
            throw new IllegalStateException("no handler serves effects of kind '" + kind + "'; present are " + kinds());
        }
        return handler;
    }
}
