package io.countersign.deployer;

import io.countersign.core.registry.OperationRegistry;
import java.time.Clock;

/** What deploying and aligning work with. */
record ReleaseParts(
        OperationRegistry registry,
        Offers offers,
        ReleaseBundles bundles,
        ReleaseStore store,
        ReleaseRecords records,
        PluginCalls calls,
        Clock clock,
        int jarBytesMax) {}
