package io.countersign.deployer;

import java.io.IOException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log which folders are watched, at the start and whenever that changes: a jar in there is executed. */
@Component(service = ConfigurationListener.class, immediate = true)
public final class WatchWarning implements ConfigurationListener {
    private static final Logger LOG = LoggerFactory.getLogger(WatchWarning.class);
    private static final String FILE_INSTALL = "org.apache.felix.fileinstall";

    private final ConfigurationAdmin configurations;

    @Activate
    public WatchWarning(@Reference ConfigurationAdmin configurations) throws IOException {
        this.configurations = configurations;
        warnAbout("(service.factoryPid=" + FILE_INSTALL + ")");
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() != ConfigurationEvent.CM_UPDATED || !FILE_INSTALL.equals(event.getFactoryPid())) {
            return;
        }
        try {
            warnAbout("(service.pid=" + event.getPid() + ")");
        } catch (IOException e) {
            LOG.warn("A folder is watched, but which one cannot be read from {}", event.getPid(), e);
        }
    }

    private void warnAbout(String filter) throws IOException {
        for (Configuration configuration : find(filter)) {
            Object folder = configuration.getProperties().get("felix.fileinstall.dir");
            LOG.warn("**********************************************************************");
            LOG.warn("Folder {} is watched: whoever can write there executes code with all", folder);
            LOG.warn("rights of this platform. Never in production; to end it remove");
            LOG.warn("etc/org.apache.felix.fileinstall-deploy.cfg");
            LOG.warn("**********************************************************************");
        }
    }

    private Configuration[] find(String filter) throws IOException {
        try {
            Configuration[] found = configurations.listConfigurations(filter);
            return found == null ? new Configuration[0] : found;
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("no filter: " + filter, e);
        }
    }
}
