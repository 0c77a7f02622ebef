package io.countersign.core.node;

import java.time.Duration;
import java.util.List;

/** Port: the nodes on one database. Times are the database's, because a node's own clock may be wrong. */
public interface NodeRepository {

    /** The id of this node's process. */
    String self();

    /** How often a node says that it lives; one that misses several is dead, as is the work it has taken. */
    Duration beatInterval();

    /** Says that this node lives. */
    void recordBeat(String name, String address);

    /** This node leaves; nobody waits for it to be found dead. */
    void recordStop();

    /** All nodes that live or did within the last week, by name, then in the order of their starts. */
    List<Node> list();
}
