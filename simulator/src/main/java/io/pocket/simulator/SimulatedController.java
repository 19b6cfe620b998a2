package io.pocket.simulator;

import io.pocket.protocol.Status;
import io.pocket.protocol.Tier;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.NodeEntry;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.NodesPut;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.ShardsPut;
import io.pocket.protocol.message.Tombstone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A controller that follows a script and pushes what it must, all of it again after each start of a process. It may be late. */
final class SimulatedController {
    private static final long TOMBSTONE_UNTIL = Long.MAX_VALUE / 2;
    private static final long REPEAT_NANOS = 100_000_000;

    private final Scheduler scheduler;
    private final SimulationConfig config;
    private final List<SimulatedShard> shards;
    private final List<SimulatedNode> nodes;
    private final CommitWitness witness;
    private final List<Long> jobs = new ArrayList<>();
    private final Map<Long, Long> droppedNanos = new HashMap<>();
    private final Map<Integer, NodeEntry> entries = new TreeMap<>();
    private final Map<Integer, NodeEntry> told = new HashMap<>();
    private long lastJob;
    private long mapEpoch;

    SimulatedController(
            Scheduler scheduler,
            SimulationConfig config,
            List<SimulatedShard> shards,
            List<SimulatedNode> nodes,
            CommitWitness witness) {
        this.scheduler = scheduler;
        this.config = config;
        this.shards = shards;
        this.nodes = nodes;
        this.witness = witness;
    }

    // Processes

    /** The shard has come up, and goes on with what it has logged until the controller is there. */
    void startedWithout(SimulatedShard shard, long awayNanos) {
        shard.serve();
        ShardEntry life = shard.entry();
        scheduler.after(awayNanos, () -> {
            if (shard.isUp() && shard.entry().equals(life)) {
                tellNodes();
                tell(shard);
            }
        });
    }

    /** The shard has come up. The nodes hear of it before it serves anybody, so that they stop believing its former lives. */
    void started(SimulatedShard shard) {
        tellNodes();
        tell(shard);
        shard.serve();
    }

    private void tellNodes() {
        for (SimulatedNode node : nodes) {
            if (node.isUp()) {
                node.push(new ShardsPut(shardEntries()));
            }
        }
    }

    private List<ShardEntry> shardEntries() {
        return shards.stream().map(SimulatedShard::entry).toList();
    }

    /** The node registers: it hears of shards, dropped jobs and promises before it serves anybody. */
    void start(SimulatedNode node) {
        List<Tombstone> tombstones = droppedNanos.keySet().stream()
                .sorted()
                .map(job -> new Tombstone(job, TOMBSTONE_UNTIL))
                .toList();
        node.start(shardEntries(), tombstones);
        jobs.forEach(job -> grant(node, job));
        node.serve();
        NodeEntry now = new NodeEntry(
                node.id(),
                node.incarnation(),
                Tier.DRAM,
                NodeState.LIVE,
                node.address().toString());
        NodeEntry former = entries.put(node.id(), now);
        if (!now.equals(former)) {
            mapEpoch++;
            tellShards();
        }
    }

    /** Decides that the chunks of a node that is down will not come back. */
    void declareLost(SimulatedNode node) {
        NodeEntry known = entries.get(node.id());
        entries.put(
                node.id(),
                new NodeEntry(known.nodeId(), known.incarnation(), known.tier(), NodeState.LOST, known.address()));
        mapEpoch++;
        tellShards();
    }

    private void tellShards() {
        shards.stream().filter(SimulatedShard::isUp).forEach(this::tell);
    }

    /** All that a shard must know. */
    void tell(SimulatedShard shard) {
        Collection<NodeEntry> all = entries.values();
        require(Status.OK, shard.push(new NodesPut(List.copyOf(all))));
        all.forEach(this::noteGone);
        WeightMap map = map();
        jobs.forEach(job -> require(Status.OK, shard.push(jobPut(job, map))));
        droppedNanos.keySet().stream().sorted().forEach(job -> drop(shard, job));
    }

    /** What a shard was told of lives that are over; all shards are told at once. */
    private void noteGone(NodeEntry entry) {
        NodeEntry former = told.put(entry.nodeId(), entry);
        if (former != null && former.incarnation() != entry.incarnation()) {
            witness.declaredGone(former.nodeId(), former.incarnation());
        }
        if (entry.state() == NodeState.LOST) {
            witness.declaredGone(entry.nodeId(), entry.incarnation());
        }
    }

    private WeightMap map() {
        List<WeightMap.Member> members = entries.values().stream()
                .filter(node -> node.state() == NodeState.LIVE)
                .map(node -> new WeightMap.Member(
                        node.nodeId(), node.incarnation(), node.tier(), node.nodeId(), node.address()))
                .toList();
        return new WeightMap(mapEpoch, List.of(Tier.DRAM), members);
    }

    private static JobPut jobPut(long job, WeightMap map) {
        return new JobPut(job, "job" + job, 0, 0, 0, 0, 0, List.of(), map);
    }

    private static void require(Status expected, Status answered) {
        if (answered != expected) {
            throw new IllegalStateException("a push was answered " + answered);
        }
    }

    // Jobs

    List<Long> jobs() {
        return List.copyOf(jobs);
    }

    long register() {
        long job = ++lastJob;
        jobs.add(job);
        tellShards();
        nodes.stream().filter(SimulatedNode::isUp).forEach(node -> grant(node, job));
        return job;
    }

    /** A node may have no room for the promise as long as it has not heard that another job was dropped. */
    private void grant(SimulatedNode node, long job) {
        boolean over = !node.isUp() || droppedNanos.containsKey(job);
        if (!over && node.push(new JobGrant(job, config.guaranteedBytes(), 0, 0)) == Status.FULL) {
            scheduler.after(REPEAT_NANOS, () -> grant(node, job));
        }
    }

    /** Ends the job. Nodes that are away hear of it when they come back; some of the others by the shard's word only. */
    void drop(long job) {
        jobs.remove(job);
        droppedNanos.put(job, Long.MAX_VALUE);
        shards.stream().filter(SimulatedShard::isUp).forEach(shard -> drop(shard, job));
        for (SimulatedNode node : nodes) {
            if (node.isUp() && scheduler.chance(0.5)) {
                require(Status.OK, node.push(new DropJob(job, TOMBSTONE_UNTIL)));
            }
        }
    }

    private void drop(SimulatedShard shard, long job) {
        require(Status.OK, shard.push(new DropJob(job, TOMBSTONE_UNTIL)));
        droppedNanos.merge(job, scheduler.nowNanos(), Math::min);
    }

    /** A push of a job that was under way when the job was dropped. */
    void pushLate(long job) {
        Request late = jobPut(job, map());
        shards.stream().filter(SimulatedShard::isUp).forEach(shard -> shard.push(late));
    }

    boolean isDropped(long job) {
        return droppedNanos.containsKey(job);
    }

    List<Long> dropped() {
        return droppedNanos.keySet().stream().sorted().toList();
    }

    /** Since when the shard has known that the job is dropped; {@link Long#MAX_VALUE} when it does not. */
    long droppedNanos(long job) {
        return droppedNanos.getOrDefault(job, Long.MAX_VALUE);
    }
}
