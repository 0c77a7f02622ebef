package io.countersign.deployer;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Takes jars that offer operations from the folders that Felix File Install watches; its own handling would update a
 * running version in place. It is there from the start, so that File Install never finds such a jar unattended, and
 * remembers files until releases can be deployed.
 */
@Component(service = ArtifactInstaller.class, immediate = true, property = Constants.SERVICE_RANKING + ":Integer=1000")
public final class DeployFolder implements ArtifactInstaller {
    private final Set<Path> files = new TreeSet<>();
    private @Nullable ReleaseDeployer deployer;

    @Activate
    public DeployFolder() {}

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void setDeployer(ReleaseDeployer newDeployer) {
        deployer = newDeployer;
        files.forEach(newDeployer::fileAppeared);
    }

    synchronized void unsetDeployer(ReleaseDeployer oldDeployer) {
        if (deployer == oldDeployer) {
            deployer = null;
        }
    }

    @Override
    public boolean canHandle(File file) {
        return file.getName().endsWith(".jar") && OperationJar.offersOperations(file.toPath());
    }

    @Override
    public synchronized void install(File file) {
        files.add(file.toPath());
        if (deployer != null) {
            deployer.fileAppeared(file.toPath());
        }
    }

    @Override
    public void update(File file) {
        install(file);
    }

    /** Also called for a file that is being overwritten and cannot be read at the moment; that one has not gone. */
    @Override
    public synchronized void uninstall(File file) {
        Path path = file.toPath();
        if (Files.exists(path) && !OperationJar.isComplete(path)) {
            return;
        }
        files.remove(path);
        if (deployer != null) {
            deployer.fileGone(path);
        }
    }
}
