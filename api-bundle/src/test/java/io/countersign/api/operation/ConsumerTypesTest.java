package io.countersign.api.operation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;

/**
 * A plug-in built against the baseline must still implement all there is to implement. The baseline check of bnd 7.3.0
 * does not see to that: once it met a default method of an interface, it takes a new abstract one for a minor change.
 */
public final class ConsumerTypesTest {

    @Test
    public void askNoMoreOfAPluginThanTheBaselineDid() throws Exception {
        File jar = new File(System.getProperty("api.baseline", "baseline.jar"));
        assertTrue("no baseline at " + jar + "; run api-bundle/baseline/renew.sh", jar.isFile());
        try (URLClassLoader baseline =
                new URLClassLoader(new URL[] {jar.toURI().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (Class<?> now : List.of(OperationPlugin.class, EffectHandler.class)) {
                assertEquals(
                        now.getSimpleName() + ": give a new method a default, or make it the next major version",
                        abstractMethods(baseline.loadClass(now.getName())),
                        abstractMethods(now));
            }
        }
    }

    private static Set<String> abstractMethods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(Method::toGenericString)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
