package io.countersign.deployer;

import io.countersign.core.registry.OperationRegistry;
import io.countersign.core.registry.Release;
import io.countersign.core.release.StaleExecutions;
import java.time.Clock;

/** What deploying and aligning work with. */
record ReleaseParts(
        OperationRegistry registry,
        Offers offers,
        ReleaseBundles bundles,
        ReleaseStore store,
        ReleaseRecords records,
        RefusedJars refused,
        StaleExecutions stale,
        PluginCalls calls,
        Clock clock,
        DeployerSettings settings) {

    /** The jar of a release from the store. */
    byte[] bytes(Release release) throws ReleaseRefusedException {
        return store.find(release.digest())
                .orElseThrow(() -> new ReleaseRefusedException(
                        "its jar is missing or damaged; put it back as " + store.path(release.digest())));
    }
}
