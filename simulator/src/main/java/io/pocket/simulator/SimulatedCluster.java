package io.pocket.simulator;

import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.NodeEntry;
import io.pocket.protocol.message.NodeStatReply;
import io.pocket.protocol.message.NodesPut;
import io.pocket.protocol.message.ShardEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All processes, and a controller that is always there and pushes what it must. */
final class SimulatedCluster {
    static final long JOB = 21;

    private static final HostPort SHARD_ADDRESS = new HostPort("shard", 7100);
    private static final long TOMBSTONE_UNTIL = Long.MAX_VALUE / 2;

    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final SimulatedShard shard;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final Map<Integer, Runnable> onDeath = new HashMap<>();
    private long mapEpoch;
    private boolean dropped;
    private boolean mended;

    SimulatedCluster(Scheduler scheduler, SimulationConfig config, SimulatedRules rules, List<String> violations) {
        this.scheduler = scheduler;
        network = new SimulatedNetwork(scheduler);
        shard = new SimulatedShard(scheduler, network, SHARD_ADDRESS, rules.shard(), config);
        for (int id = 1; id <= config.nodes(); id++) {
            nodes.add(new SimulatedNode(
                    scheduler, network, id, new HostPort("node" + id, 7200), SHARD_ADDRESS, config, rules.node()));
        }
        ChunkOracle oracle = new ChunkOracle(violations);
        for (int i = 0; i < config.clients(); i++) {
            clients.add(new SimulatedClient(scheduler, network, oracle, SHARD_ADDRESS, JOB, rules.client()));
        }
    }

    void start() {
        shard.start();
        nodes.forEach(node -> node.start(shardEntry()));
        mapEpoch++;
        tellShard();
    }

    private ShardEntry shardEntry() {
        return new ShardEntry(SimulatedShard.ID, SimulatedShard.LOG_ID, shard.epoch(), SHARD_ADDRESS.toString());
    }

    /** What the controller pushes after each connect. */
    private void tellShard() {
        if (!shard.isUp()) {
            return;
        }
        List<NodeEntry> entries = nodes.stream().map(SimulatedNode::entry).toList();
        shard.push(new NodesPut(entries));
        if (!dropped) {
            List<WeightMap.Member> members = entries.stream()
                    .map(node -> new WeightMap.Member(
                            node.nodeId(), node.incarnation(), node.tier(), node.nodeId(), node.address()))
                    .toList();
            WeightMap map = new WeightMap(mapEpoch, List.of(Tier.DRAM), members);
            shard.push(new JobPut(JOB, "sim", 0, 0, 0, 0, 0, List.of(), map));
        }
    }

    SimulatedNetwork network() {
        return network;
    }

    SimulatedClient client(int index) {
        return clients.get(index);
    }

    int clientCount() {
        return clients.size();
    }

    int nodeCount() {
        return nodes.size();
    }

    // Faults

    void crashShard(boolean powerCut, long downNanos) {
        if (shard.isUp()) {
            shard.crash(powerCut);
            scheduler.after(downNanos, this::startShard);
        }
    }

    private void startShard() {
        if (!shard.isUp()) {
            shard.start();
            tellShard();
        }
    }

    void crashNode(int index, boolean loseMachine, long downNanos) {
        SimulatedNode node = nodes.get(index);
        if (!node.isUp()) {
            return;
        }
        node.crash();
        if (loseMachine) {
            node.loseMachine();
        }
        scheduler.after(downNanos, () -> startNode(node, loseMachine));
    }

    private void startNode(SimulatedNode node, boolean fresh) {
        if (node.isUp()) {
            return;
        }
        node.start(shardEntry());
        if (fresh) {
            mapEpoch++;
            tellShard();
        }
    }

    void killClient(int index) {
        clients.get(index).die();
        onDeath.getOrDefault(index, () -> {}).run();
    }

    /** What is to happen if the client dies before its next operation. */
    void onDeath(int client, Runnable action) {
        onDeath.put(client, action);
    }

    // The end

    /** Brings everything up; no fault follows. */
    void mend() {
        mended = true;
        startShard();
        nodes.forEach(node -> startNode(node, true));
        tellShard();
    }

    boolean isMended() {
        return mended;
    }

    boolean allIdle() {
        return clients.stream().noneMatch(SimulatedClient::isBusy);
    }

    void dropJob() {
        dropped = true;
        shard.push(new DropJob(JOB, TOMBSTONE_UNTIL));
    }

    boolean isEmpty() {
        return nodes.stream().allMatch(node -> isEmpty(node.stat()))
                && shard.statistics().pendingFrees() == 0
                && shard.statistics().inlineBytes() == 0;
    }

    private static boolean isEmpty(NodeStatReply stat) {
        return stat.chunks() == 0 && stat.usedBytes() == 0 && stat.pins() == 0;
    }

    String leftovers() {
        return shard.statistics() + " "
                + nodes.stream().map(SimulatedNode::stat).toList();
    }
}
