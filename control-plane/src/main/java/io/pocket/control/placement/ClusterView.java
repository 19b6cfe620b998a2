package io.pocket.control.placement;

import io.pocket.protocol.Tier;
import java.util.List;

/** What the {@link Placer} may know of the cluster at one instant. */
public record ClusterView(List<NodeView> nodes, List<ShardView> shards) {

    public ClusterView {
        nodes = List.copyOf(nodes);
        shards = List.copyOf(shards);
    }

    /**
     * One node that takes new data.
     *
     * @param machine where it runs; replicas go to distinct machines
     * @param capacityBytes what it offers
     * @param usedBytes what it holds, by its last report
     * @param guaranteedBytes what is set aside on it for jobs, used or not
     */
    public record NodeView(
            int id, Tier tier, String machine, long capacityBytes, long usedBytes, long guaranteedBytes) {

        NodeView withMoreGuaranteed(long bytes) {
            return new NodeView(id, tier, machine, capacityBytes, usedBytes, guaranteedBytes + bytes);
        }

        /**
         * Bytes that can still be promised. What jobs hold is taken to be within their guarantees as far as those reach:
         * reports do not tell the bytes of one job from those of another.
         */
        public long freeBytes() {
            return Math.max(0, capacityBytes - Math.max(usedBytes, guaranteedBytes));
        }
    }

    /**
     * One metadata shard that answers.
     *
     * @param jobs how many jobs it serves
     */
    public record ShardView(int id, int jobs) {}
}
