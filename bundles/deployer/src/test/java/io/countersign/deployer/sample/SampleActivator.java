package io.countersign.deployer.sample;

import io.countersign.api.operation.OperationPlugin;
import java.util.Dictionary;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers the operations that the header {@code Sample-Operations} names, or misbehaves as {@code Sample-Start} says. */
public final class SampleActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) throws Exception {
        Dictionary<String, String> headers = context.getBundle().getHeaders();
        String start = headers.get("Sample-Start");
        if ("throws".equals(start)) {
            throw new IllegalStateException("not today");
        }
        if ("hangs".equals(start)) {
            new CountDownLatch(1).await();
        }
        for (String name : headers.get("Sample-Operations").split(",", -1)) {
            if (!name.isEmpty()) {
                SamplePlugin plugin = new SamplePlugin(name, headers.get("Sample-Version"));
                context.registerService(OperationPlugin.class, plugin, null);
            }
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
