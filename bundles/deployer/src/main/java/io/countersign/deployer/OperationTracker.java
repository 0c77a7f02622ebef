package io.countersign.deployer;

import io.countersign.api.operation.OperationPlugin;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the services that offer operations. Runs on whatever thread starts or stops a bundle and never waits there. */
final class OperationTracker implements ServiceTrackerCustomizer<OperationPlugin, Offer> {
    private static final Logger LOG = LoggerFactory.getLogger(OperationTracker.class);

    private final BundleContext context;
    private final Offers offers;
    private final Consumer<Offer> arrivals;
    private final ServiceTracker<OperationPlugin, Offer> services;

    OperationTracker(BundleContext context, Offers offers, Consumer<Offer> arrivals) {
        this.context = context;
        this.offers = offers;
        this.arrivals = arrivals;
        this.services = new ServiceTracker<>(context, OperationPlugin.class, this);
    }

    void open() {
        services.open();
    }

    void close() {
        services.close();
    }

    @Override
    public @Nullable Offer addingService(ServiceReference<OperationPlugin> reference) {
        OperationPlugin plugin = context.getService(reference);
        if (plugin == null) {
            LOG.error(
                    "{} offers an operation but its plug-in cannot be created; see the log of scr",
                    reference.getBundle());
            return null;
        }
        Offer offer = new Offer(reference.getBundle(), plugin);
        offers.arrived(offer);
        arrivals.accept(offer);
        return offer;
    }

    @Override
    public void modifiedService(ServiceReference<OperationPlugin> reference, Offer offer) {
        // properties of the service say nothing about the operation
    }

    @Override
    public void removedService(ServiceReference<OperationPlugin> reference, Offer offer) {
        offers.gone(offer);
        context.ungetService(reference);
    }
}
