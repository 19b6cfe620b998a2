package io.pocket.control.cluster;

import java.util.List;

/**
 * Keeps the changes of the cluster's state over restarts. Called by {@link ClusterLedger} only, under its lock.
 */
public interface ClusterRepository extends AutoCloseable {

    /** Reads what was kept; called once, before any {@link #append}. */
    ClusterState load();

    /**
     * Keeps events, all or none. They are on the device when this returns.
     *
     * @param events what happened
     * @param after the state that they lead to
     * @throws RepositoryException nothing was kept; a later call may work
     */
    void append(List<ClusterEvent> events, ClusterState after);

    @Override
    void close();
}
