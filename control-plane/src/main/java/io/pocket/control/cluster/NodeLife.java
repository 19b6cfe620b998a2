package io.pocket.control.cluster;

/**
 * Whether a node takes new data. Both reasons not to are independent: a node that was asked to drain still drains when its process comes back.
 *
 * @param drainReason why it was asked to take none, until it is told otherwise; empty if it was not asked
 * @param leaving its process is about to end, and takes none until it registers again
 */
public record NodeLife(String drainReason, boolean leaving) {

    /** Takes new data. */
    public static final NodeLife LIVE = new NodeLife("", false);

    /** Whether it takes no new data, for whatever reason. */
    public boolean drains() {
        return leaving || askedToDrain();
    }

    /** Whether somebody else than its own process wants that. */
    public boolean askedToDrain() {
        return !drainReason.isEmpty();
    }

    NodeLife askedToDrain(String reason) {
        return new NodeLife(reason, leaving);
    }

    NodeLife undrained() {
        return new NodeLife("", leaving);
    }

    NodeLife onItsWayOut() {
        return new NodeLife(drainReason, true);
    }

    /** The node's process has come back. */
    NodeLife restarted() {
        return new NodeLife(drainReason, false);
    }
}
