package io.countersign.persistence;

import io.countersign.core.node.Node;
import io.countersign.core.node.NodeRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Nodes in the database. One is dead when its work is: both are measured alike. */
@Component(service = NodeRepository.class, configurationPid = PersistenceConfig.PID)
public final class JdbcNodeRepository implements NodeRepository {
    private static final Duration DEAD_KEPT = Duration.ofDays(7);

    private final Database database;
    private final Duration beatInterval;

    @Activate
    public JdbcNodeRepository(@Reference Database database, PersistenceConfig config) {
        this(database, WorkSettings.of(config).heartbeat());
    }

    JdbcNodeRepository(Database database, Duration beatInterval) {
        this.database = database;
        this.beatInterval = beatInterval;
    }

    @Override
    public String self() {
        return database.nodeId();
    }

    @Override
    public Duration beatInterval() {
        return beatInterval;
    }

    @Override
    public void recordBeat(String name, String address) {
        database.transactions().run(transaction -> {
            int known = transaction.update("UPDATE node SET heartbeat_at = {now} WHERE id = ?", self());
            if (known == 0) {
                transaction.update(
                        "INSERT INTO node (id, name, address, version, started_at, heartbeat_at)"
                                + " VALUES (?, ?, ?, ?, {now}, {now})",
                        self(),
                        name,
                        address,
                        version());
                Instant forgotten = transaction.now().minus(DEAD_KEPT);
                transaction.update("DELETE FROM node WHERE heartbeat_at < ?", forgotten);
            }
        });
    }

    @Override
    public void recordStop() {
        database.transactions().run(transaction -> transaction.update("DELETE FROM node WHERE id = ?", self()));
    }

    @Override
    public List<Node> list() {
        return database.transactions().read(transaction -> {
            Instant aliveSince =
                    transaction.now().minus(beatInterval.multipliedBy(WorkScheduler.MISSED_HEARTBEATS_MAX));
            return transaction.list(
                    "SELECT id, name, address, version, started_at, heartbeat_at FROM node ORDER BY name, started_at, id",
                    row -> {
                        Instant heartbeatAt = Timestamps.read(row, "heartbeat_at");
                        return new Node(
                                row.getString("id"),
                                row.getString("name"),
                                row.getString("address"),
                                row.getString("version"),
                                Timestamps.read(row, "started_at"),
                                heartbeatAt,
                                !heartbeatAt.isBefore(aliveSince));
                    });
        });
    }

    private static String version() {
        Bundle bundle = FrameworkUtil.getBundle(JdbcNodeRepository.class);
        return bundle == null ? "" : bundle.getVersion().toString();
    }
}
