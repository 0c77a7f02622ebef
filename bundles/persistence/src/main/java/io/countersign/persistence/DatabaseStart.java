package io.countersign.persistence;

import io.countersign.core.health.HealthCheck;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the database on a thread of its own, again and again until it is reached, and offers it to the repositories.
 * Until then the platform has no repositories, and health says why.
 */
@Component(service = HealthCheck.class, immediate = true, configurationPid = PersistenceConfig.PID)
@Designate(ocd = PersistenceConfig.class)
public final class DatabaseStart implements HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseStart.class);
    private static final Duration RETRY_DELAY_MAX = Duration.ofSeconds(30);
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);

    private final BundleContext context;
    private final PersistenceConfig config;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread opener = new Thread(this::openUntilStopped, "countersign-database-start");
    private volatile String problem = "the database is being opened";
    private volatile @Nullable DatabaseProbe probe;

    @Activate
    public DatabaseStart(BundleContext context, PersistenceConfig config) {
        this.context = context;
        this.config = config;
        opener.start();
    }

    @Deactivate
    public void stop() throws InterruptedException {
        stopping.countDown();
        opener.join(STOP_WAIT.toMillis());
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public Result check() {
        DatabaseProbe opened = probe;
        return opened == null ? new Result(false, problem) : opened.check();
    }

    private void openUntilStopped() {
        Duration delay = Duration.ofSeconds(1);
        while (!isStopping(Duration.ZERO)) {
            try (Database database = Database.open(DatabaseSettings.of(config))) {
                offerUntilStopped(database);
                return;
            } catch (RuntimeException e) {
                problem = String.valueOf(e.getMessage());
                LOG.error("the database is not open, next try in {} s", delay.toSeconds(), e);
            }
            if (isStopping(delay)) {
                return;
            }
            delay = delay.multipliedBy(2).compareTo(RETRY_DELAY_MAX) > 0 ? RETRY_DELAY_MAX : delay.multipliedBy(2);
        }
    }

    private void offerUntilStopped(Database database) {
        try (DatabaseProbe opened = new DatabaseProbe(database)) {
            probe = opened;
            ServiceRegistration<Database> offer = context.registerService(Database.class, database, null);
            while (!isStopping(Duration.ofDays(1))) {
                LOG.debug("the database has been open for another day");
            }
            offer.unregister();
        } finally {
            probe = null;
            problem = "the database was closed";
        }
    }

    private boolean isStopping(Duration wait) {
        try {
            return stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // nobody has a reason to, and an interrupt that reached H2 would close the database
            LOG.warn("an interrupt of the thread that holds the database was ignored");
            return false;
        }
    }
}
