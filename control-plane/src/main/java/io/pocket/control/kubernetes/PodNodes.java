package io.pocket.control.kubernetes;

import java.util.Map;

/** The data nodes that run in pods, as the controller's ledger has them. Thread-safe. */
interface PodNodes {

    /**
     * Nodes by the uid of their pod; nodes that are in none are left out.
     *
     * <p>Asks the nodes that drain whether they are empty, so it takes time, which is bounded.
     */
    Map<String, PodNode> byPod();

    /** The node takes no new data from here on. Does nothing to a node that drains already, or is gone. */
    void drain(int node, String reason);

    /** The node takes new data again. */
    void undrain(int node);

    /**
     * The node is gone for good.
     *
     * @param chunksLost whether it may have held anything: readers of that are then told so
     */
    void left(int node, boolean chunksLost);
}
