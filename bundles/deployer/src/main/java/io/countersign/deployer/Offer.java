package io.countersign.deployer;

import io.countersign.api.operation.OperationPlugin;
import org.osgi.framework.Bundle;

/** A service that offers an operation. Two offers are never equal, so that no code of a plug-in is asked. */
final class Offer {
    private final Bundle bundle;
    private final OperationPlugin plugin;

    Offer(Bundle bundle, OperationPlugin plugin) {
        this.bundle = bundle;
        this.plugin = plugin;
    }

    Bundle bundle() {
        return bundle;
    }

    OperationPlugin plugin() {
        return plugin;
    }
}
