package io.pocket.simulator;

import io.pocket.data.ChunkIndex;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.message.NodeStatReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All processes, and what can befall them. */
final class SimulatedCluster {
    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final SimulatedController controller;
    private final CommitWitness witness;
    private final List<SimulatedShard> shards = new ArrayList<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final Map<Integer, Runnable> onDeath = new HashMap<>();
    private boolean mended;

    /** @param auditsSlowly so that a free that gets lost leaves something behind */
    SimulatedCluster(
            Scheduler scheduler,
            SimulationConfig config,
            SimulatedRules rules,
            boolean auditsSlowly,
            Violations violations) {
        this.scheduler = scheduler;
        network = new SimulatedNetwork(scheduler);
        witness = new CommitWitness(violations);
        HostPort shardAddress = new HostPort("shard1", 7100);
        shards.add(new SimulatedShard(
                scheduler, network, 1, shardAddress, rules.shard(), config, violations, witness::durable));
        for (int id = 1; id <= config.nodes(); id++) {
            HostPort address = new HostPort("node" + id, 7200);
            nodes.add(new SimulatedNode(
                    scheduler, network, id, address, config, rules.node(), auditsSlowly, witness, violations));
        }
        controller = new SimulatedController(scheduler, config, shards, nodes, witness);
        addClients(config, rules, violations);
    }

    private void addClients(SimulationConfig config, SimulatedRules rules, Violations violations) {
        Oracles oracles = new Oracles(violations);
        List<HostPort> addresses = shards.stream().map(SimulatedShard::address).toList();
        for (int i = 0; i < config.clients(); i++) {
            clients.add(
                    new SimulatedClient(scheduler, network, oracles, addresses, 1 + i % config.jobs(), rules.client()));
        }
    }

    /** Starts all servers and registers the jobs, numbered from 1. */
    void start(int jobs) {
        shards.forEach(SimulatedShard::start);
        nodes.forEach(controller::start);
        shards.forEach(controller::started);
        for (int i = 0; i < jobs; i++) {
            controller.register();
        }
    }

    SimulatedNetwork network() {
        return network;
    }

    SimulatedController controller() {
        return controller;
    }

    CommitWitness witness() {
        return witness;
    }

    /** How much of the shards' time can have passed. */
    Uptime uptime() {
        return shards.getFirst().uptime();
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

    private SimulatedShard anyShard() {
        return shards.get(scheduler.random().nextInt(shards.size()));
    }

    void crashShard(boolean powerCut, long downNanos) {
        SimulatedShard shard = anyShard();
        if (shard.isUp()) {
            shard.crash(powerCut);
            scheduler.after(downNanos, () -> restartShard(shard));
        }
    }

    /** Nobody else has taken the shard for himself meanwhile, so it may do without the controller for a while. */
    private void restartShard(SimulatedShard shard) {
        if (shard.isUp() || scheduler.chance(0.5)) {
            startShard(shard);
        } else {
            shard.start();
            controller.startedWithout(shard, scheduler.between(1, 3_000) * 1_000_000);
        }
    }

    /** While the shard is down another one, without its log, answers at its address. */
    void replaceShardByEmptyOne(long downNanos) {
        SimulatedShard shard = anyShard();
        if (shard.isUp()) {
            shard.crash(false);
            shard.startEmptied(downNanos * 3 / 4);
            scheduler.after(downNanos, () -> startShard(shard));
        }
    }

    /** Another process takes over, and the former one answers on, as far as nodes still have connections to it. */
    void deposeShard(long stillAnsweringNanos) {
        SimulatedShard shard = anyShard();
        if (shard.isUp()) {
            shard.depose(stillAnsweringNanos);
            startShard(shard);
        }
    }

    private void startShard(SimulatedShard shard) {
        if (!shard.isUp()) {
            shard.start();
            controller.started(shard);
        }
    }

    /** {@code kill -9}: the node comes back with its chunks. */
    void crashNode(int index, long downNanos) {
        SimulatedNode node = nodes.get(index);
        if (node.isUp()) {
            node.crash();
            scheduler.after(downNanos, () -> startNode(node));
        }
    }

    /**
     * The node's chunks are gone.
     *
     * @param declaredAfterNanos when the controller gives it up; not at all when it is back by then
     */
    void loseNode(int index, long declaredAfterNanos, long downNanos) {
        SimulatedNode node = nodes.get(index);
        if (!node.isUp()) {
            return;
        }
        node.crash();
        node.loseMachine();
        scheduler.after(downNanos, () -> startNode(node));
        if (declaredAfterNanos < downNanos) {
            scheduler.after(declaredAfterNanos, () -> {
                if (!node.isUp()) {
                    controller.declareLost(node);
                }
            });
        }
    }

    /** Two nodes come back, each where the other was. */
    void swapNodes(int index, int otherIndex, long downNanos) {
        SimulatedNode node = nodes.get(index);
        SimulatedNode other = nodes.get(otherIndex);
        if (node == other || !node.isUp() || !other.isUp()) {
            return;
        }
        node.crash();
        other.crash();
        HostPort address = node.address();
        node.moveTo(other.address());
        other.moveTo(address);
        scheduler.after(downNanos, () -> startNode(node));
        scheduler.after(downNanos, () -> startNode(other));
    }

    private void startNode(SimulatedNode node) {
        if (!node.isUp()) {
            controller.start(node);
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
        shards.forEach(SimulatedShard::stopPretenders);
        shards.forEach(this::startShard);
        nodes.forEach(this::startNode);
        shards.forEach(controller::tell);
    }

    boolean isMended() {
        return mended;
    }

    boolean allIdle() {
        return clients.stream().noneMatch(SimulatedClient::isBusy);
    }

    /** Whether no node holds a chunk that an object named once, nor anything of a dropped job. */
    boolean isAllFreed() {
        return nodes.stream().allMatch(this::isAllFreed);
    }

    private boolean isAllFreed(SimulatedNode node) {
        ChunkIndex chunks = node.chunks();
        for (int slot = chunks.nextSlot(0); slot != ChunkIndex.NONE; slot = chunks.nextSlot(slot + 1)) {
            if (witness.wasCommitted(chunks.uploadId(slot), chunks.sequence(slot))) {
                return false;
            }
        }
        return controller.dropped().stream().allMatch(job -> chunks.account(job) == null);
    }

    boolean isEmpty() {
        return nodes.stream().allMatch(node -> isEmpty(node.stat()))
                && shards.stream()
                        .map(SimulatedShard::statistics)
                        .allMatch(shard -> shard.pendingFrees() == 0 && shard.inlineBytes() == 0);
    }

    private static boolean isEmpty(NodeStatReply stat) {
        return stat.chunks() == 0 && stat.usedBytes() == 0 && stat.pins() == 0;
    }

    String leftovers() {
        return shards.stream().map(SimulatedShard::statistics).toList() + " "
                + nodes.stream().map(SimulatedNode::stat).toList();
    }
}
