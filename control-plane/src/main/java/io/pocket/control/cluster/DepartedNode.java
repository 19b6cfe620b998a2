package io.pocket.control.cluster;

import java.time.Instant;

/**
 * A node that is gone for good.
 *
 * @param node as it was last
 * @param chunksLost it may have held chunks, which are lost; such a life may not come back
 */
public record DepartedNode(Node node, boolean chunksLost, Instant leftAt) {

    /** The node as it has come back: that it was to drain is over. */
    public Node succeededBy(Node back) {
        return back.succeeding(node).withLife(NodeLife.LIVE);
    }

    /** Whether readers were, or may have been, told that the chunks of this life are lost. */
    public boolean isLost(long incarnation) {
        return node.lostIncarnations().contains(incarnation) || (chunksLost && node.incarnation() == incarnation);
    }
}
