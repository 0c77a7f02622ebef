package io.countersign.shell.signin;

import io.countersign.core.access.AccessService;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.config.JaasRealm;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The realm {@code countersign} that the SSH server asks. A name of its own rather than "karaf": while this bundle is away
 * there is nothing to fall back to, and sign-in is refused.
 */
@Component(service = JaasRealm.class)
public final class PlatformRealm implements JaasRealm {
    static final String NAME = "countersign";

    private static final int RANK = 100;

    private final AccessService access;
    private final long bundleId;

    @Activate
    public PlatformRealm(@Reference AccessService access, BundleContext context) {
        this.access = access;
        this.bundleId = context.getBundle().getBundleId();
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public int getRank() {
        return RANK;
    }

    /** Karaf's proxy loads the module from this bundle; the options hand it the service itself. */
    @Override
    public AppConfigurationEntry[] getEntries() {
        Map<String, Object> options = Map.of(
                ProxyLoginModule.PROPERTY_MODULE,
                PlatformLoginModule.class.getName(),
                ProxyLoginModule.PROPERTY_BUNDLE,
                Long.toString(bundleId),
                PlatformLoginModule.ACCESS,
                access);
        return new AppConfigurationEntry[] {
            new AppConfigurationEntry(ProxyLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options)
        };
    }
}
