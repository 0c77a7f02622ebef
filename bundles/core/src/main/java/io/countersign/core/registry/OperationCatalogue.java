package io.countersign.core.registry;

import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What people may know about operations and releases. */
@Component(service = OperationCatalogue.class)
public final class OperationCatalogue {
    private final OperationRegistry registry;
    private final ReleaseRepository releases;

    @Activate
    public OperationCatalogue(@Reference OperationRegistry registry, @Reference ReleaseRepository releases) {
        this.registry = registry;
        this.releases = releases;
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

    /** All known releases, oldest first, with the operations each offers on this node. */
    public List<ReleaseStatus> releases(Caller caller) {
        caller.require(Permission.PLUGIN_READ);
        List<DeployedOperation> all = registry.all();
        return releases.list().stream()
                .map(release -> new ReleaseStatus(
                        release,
                        all.stream()
                                .filter(operation -> operation.releaseDigest().equals(release.digest()))
                                .toList()))
                .toList();
    }

    /**
     * A release and what it offers here.
     *
     * @param operations empty when its bundle is not active on this node
     */
    public record ReleaseStatus(Release release, List<DeployedOperation> operations) {
        /** Copies the operations. */
        public ReleaseStatus {
            operations = List.copyOf(operations);
        }
    }
}
