package io.countersign.persistence;

import io.countersign.core.time.SharedClock;
import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The time of the database for the rest of the platform. */
@Component(service = SharedClock.class)
public final class SharedDatabaseClock extends SharedClock {
    private final DatabaseClock clock;

    @Activate
    public SharedDatabaseClock(@Reference Database database) {
        this.clock = database.clock();
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }
}
