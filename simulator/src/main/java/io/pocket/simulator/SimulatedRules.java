package io.pocket.simulator;

import io.pocket.data.NodeCore;
import io.pocket.metadata.core.ShardRules;

/**
 * The rules under which a simulated cluster runs: the shipped ones, or with one taken out to see that the simulator notices.
 *
 * @param shard decisions of the shard
 * @param node makes the nodes' cores
 */
public record SimulatedRules(ShardRules shard, SimulatedNode.NodeCoreFactory node) {
    /** As shipped. */
    public static SimulatedRules shipped() {
        return new SimulatedRules(new ShardRules(), NodeCore::new);
    }

    public SimulatedRules withShard(ShardRules other) {
        return new SimulatedRules(other, node);
    }

    public SimulatedRules withNode(SimulatedNode.NodeCoreFactory other) {
        return new SimulatedRules(shard, other);
    }
}
