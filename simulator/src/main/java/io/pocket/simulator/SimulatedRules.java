package io.pocket.simulator;

import io.pocket.client.core.ClientRules;
import io.pocket.data.NodeCore;
import io.pocket.metadata.core.ShardRules;

/**
 * The rules under which a simulated cluster runs: the shipped ones, or with one taken out to see that the simulator notices.
 *
 * @param shard decisions of the shard
 * @param node makes the nodes' cores
 * @param client decisions of the clients
 */
public record SimulatedRules(ShardRules shard, SimulatedNode.NodeCoreFactory node, ClientRules client) {
    /** As shipped. */
    public static SimulatedRules shipped() {
        return new SimulatedRules(new ShardRules(), NodeCore::new, new ClientRules());
    }

    public SimulatedRules withShard(ShardRules other) {
        return new SimulatedRules(other, node, client);
    }

    public SimulatedRules withNode(SimulatedNode.NodeCoreFactory other) {
        return new SimulatedRules(shard, other, client);
    }

    public SimulatedRules withClient(ClientRules other) {
        return new SimulatedRules(shard, node, other);
    }
}
