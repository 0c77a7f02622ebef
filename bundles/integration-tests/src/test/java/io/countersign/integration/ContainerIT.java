package io.countersign.integration;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;

/** What only a bundle can see: the states inside the running container. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class ContainerIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] container() {
        return ExamContainer.options();
    }

    @Test
    public void everyBundleIsActive() {
        List<String> idle = Arrays.stream(context.getBundles())
                .filter(bundle -> !isFragment(bundle))
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                .map(bundle -> bundle.getSymbolicName() + " is in state " + bundle.getState())
                .toList();

        assertEquals(List.of(), idle);
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }
}
