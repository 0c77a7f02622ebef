package io.countersign.core.registry;

import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What people may know about operations. */
@Component(service = OperationCatalogue.class)
public final class OperationCatalogue {
    private final OperationRegistry registry;

    @Activate
    public OperationCatalogue(@Reference OperationRegistry registry) {
        this.registry = registry;
    }

    /** The newest release of each operation, by name. */
    public List<DeployedOperation> list(Caller caller) {
        caller.require(Permission.OPERATION_READ);
        return registry.operations();
    }

    /** Returns the newest release of an operation, or throws {@link UnknownOperationException}. */
    public DeployedOperation get(Caller caller, String name) {
        caller.require(Permission.OPERATION_READ);
        return registry.newest(name).orElseThrow(() -> new UnknownOperationException(name));
    }
}
