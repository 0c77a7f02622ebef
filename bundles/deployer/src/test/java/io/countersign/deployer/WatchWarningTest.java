package io.countersign.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;

public final class WatchWarningTest {
    private static final String PID = "org.apache.felix.fileinstall~deploy";

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream before = System.err;
    private String watched = "";

    @Before
    public void readLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @After
    public void restoreLog() {
        System.setErr(before);
    }

    @Test
    public void warnsAtTheStartWhenAFolderIsWatched() throws IOException {
        watched = "/opt/countersign/deploy";

        new WatchWarning(configurations());

        assertTrue(logged(), logged().contains("Folder /opt/countersign/deploy is watched"));
    }

    @Test
    public void warnsWhenWatchingIsSwitchedOnLater() throws IOException {
        WatchWarning warning = new WatchWarning(configurations());
        assertEquals("", logged());
        watched = "/opt/countersign/deploy";

        warning.configurationEvent(event("io.countersign.execution", "io.countersign.execution"));
        assertEquals("", logged());
        warning.configurationEvent(event("org.apache.felix.fileinstall", PID));

        assertTrue(logged(), logged().contains("whoever can write there executes code"));
    }

    private String logged() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked") // a stub has no type parameters
    private static ConfigurationEvent event(String factoryPid, String pid) {
        return new ConfigurationEvent(
                stub(ServiceReference.class, "none"), ConfigurationEvent.CM_UPDATED, factoryPid, pid);
    }

    /** Knows one configuration of File Install, once a folder is watched. */
    private ConfigurationAdmin configurations() {
        return (ConfigurationAdmin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ConfigurationAdmin.class}, (proxy, method, arguments) -> {
                    assertEquals("listConfigurations", method.getName());
                    Configuration configuration = stub(
                            Configuration.class, FrameworkUtil.asDictionary(Map.of("felix.fileinstall.dir", watched)));
                    return watched.isEmpty() ? null : new Configuration[] {configuration};
                });
    }

    private static <T> T stub(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                WatchWarningTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer));
    }
}
