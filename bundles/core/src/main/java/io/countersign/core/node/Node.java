package io.countersign.core.node;

import java.time.Instant;

/**
 * A process that runs the platform on the shared database.
 *
 * @param id new at each start; work that the node has taken carries it
 * @param name for people, from {@code etc/io.countersign.execution.cfg}
 * @param address of its host, as the host itself knows it
 * @param version of the platform, empty when unknown
 * @param startedAt in the database's time, as is the next
 * @param heartbeatAt when it last said that it lives
 * @param alive whether that is recent enough; work of a node that is not is taken over by the others
 */
public record Node(
        String id,
        String name,
        String address,
        String version,
        Instant startedAt,
        Instant heartbeatAt,
        boolean alive) {}
