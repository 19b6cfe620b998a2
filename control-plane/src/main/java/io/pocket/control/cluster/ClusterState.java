package io.pocket.control.cluster;

import io.pocket.control.placement.Placement;
import io.pocket.protocol.WeightMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Everything that survives a restart, as an immutable value. Named spaces are among the jobs.
 *
 * @param departedNodes those that left for good last, {@value #MAX_DEPARTED_NODES} of them, by id; none of them is among the nodes
 * @param version counts the changes since this process started
 */
public record ClusterState(
        long version,
        long lastJobNumber,
        int lastNodeId,
        int lastShardId,
        SortedMap<Long, Job> jobs,
        SortedMap<Integer, Node> nodes,
        SortedMap<Integer, DepartedNode> departedNodes,
        SortedMap<Integer, Shard> shards,
        SortedMap<Long, Tombstone> tombstones) {

    /** A shard that was away while more than these left takes some of them for unreachable, not for lost. */
    static final int MAX_DEPARTED_NODES = 1024;

    public static final ClusterState EMPTY = new Builder().build();

    /** The job called {@code id}, such as {@code sort-17}; spaces are not called so. */
    public Optional<Job> job(String id) {
        try {
            long number = Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
            return Optional.ofNullable(jobs.get(number))
                    .filter(job -> job.id().equals(id) && !job.terms().space());
        } catch (NumberFormatException notAnId) {
            return Optional.empty();
        }
    }

    /** The space of this name. */
    public Optional<Job> space(String name) {
        return spaces().filter(space -> space.name().equals(name)).findFirst();
    }

    /** All named spaces. */
    public Stream<Job> spaces() {
        return jobs.values().stream().filter(job -> job.terms().space());
    }

    /** All jobs but the spaces. */
    public Stream<Job> jobsProper() {
        return jobs.values().stream().filter(job -> !job.terms().space());
    }

    /** Bytes set aside over all jobs, by node id; nodes without any are left out. */
    public Map<Integer, Long> guaranteedBytesByNode() {
        Map<Integer, Long> guaranteed = new HashMap<>();
        for (Job job : jobs.values()) {
            for (Placement.Share share : job.placement().shares()) {
                guaranteed.merge(share.node(), share.guaranteedBytes(), Long::sum);
            }
        }
        return guaranteed;
    }

    /** The job's placement as clients see it, with what its nodes are now: one that drains is for reading, and has no weight. */
    public WeightMap weightMap(Job job) {
        List<WeightMap.Member> members = job.placement().shares().stream()
                .map(share -> member(share, nodes.get(share.node())))
                .toList();
        return new WeightMap(job.mapEpoch(), job.placement().tiers(), members);
    }

    private static WeightMap.Member member(Placement.Share share, Node node) {
        return new WeightMap.Member(
                node.id(),
                node.incarnation(),
                node.tier(),
                node.life().drains() ? 0 : share.weight(),
                node.address().toString());
    }

    /** The state after the events, in their order. */
    public ClusterState after(List<ClusterEvent> events) {
        Builder builder = new Builder(this);
        events.forEach(builder::apply);
        return builder.build();
    }

    /** The shortest list of events that leads from {@link #EMPTY} to this state. */
    List<ClusterEvent> asEvents() {
        List<ClusterEvent> events = new ArrayList<>();
        events.add(new ClusterEvent.NumbersUsed(lastJobNumber, lastNodeId, lastShardId));
        departedNodes.values().forEach(departed -> events.add(new ClusterEvent.NodeLeft(departed)));
        // Nodes come before the jobs that name them: a node that replaces a known one advances their map epochs.
        nodes.values().forEach(node -> events.add(new ClusterEvent.NodeRegistered(node)));
        shards.values().forEach(shard -> events.add(new ClusterEvent.ShardRegistered(shard)));
        jobs.values().forEach(job -> events.add(new ClusterEvent.JobAdmitted(job)));
        tombstones.values().forEach(tombstone -> events.add(new ClusterEvent.JobDropped(tombstone)));
        return events;
    }

    /** Applies events one after the other; not thread-safe. */
    static final class Builder {

        private final SortedMap<Long, Job> jobs;
        private final SortedMap<Integer, Node> nodes;
        private final SortedMap<Integer, DepartedNode> departedNodes;
        private final SortedMap<Integer, Shard> shards;
        private final SortedMap<Long, Tombstone> tombstones;
        private long version;
        private long lastJobNumber;
        private int lastNodeId;
        private int lastShardId;

        Builder() {
            jobs = new TreeMap<>();
            nodes = new TreeMap<>();
            departedNodes = new TreeMap<>();
            shards = new TreeMap<>();
            tombstones = new TreeMap<>();
        }

        private Builder(ClusterState from) {
            jobs = new TreeMap<>(from.jobs);
            nodes = new TreeMap<>(from.nodes);
            departedNodes = new TreeMap<>(from.departedNodes);
            shards = new TreeMap<>(from.shards);
            tombstones = new TreeMap<>(from.tombstones);
            version = from.version;
            lastJobNumber = from.lastJobNumber;
            lastNodeId = from.lastNodeId;
            lastShardId = from.lastShardId;
        }

        void apply(ClusterEvent event) {
            version++;
            switch (event) {
                case ClusterEvent.NumbersUsed used -> useNumbers(used);
                case ClusterEvent.JobAdmitted admitted -> admit(admitted.job());
                case ClusterEvent.JobConfirmed confirmed ->
                    jobs.computeIfPresent(confirmed.job(), (number, job) -> job.asConfirmed());
                case ClusterEvent.TokenIssued issued ->
                    jobs.computeIfPresent(issued.space(), (number, space) -> space.withTokenUntil(issued.until()));
                case ClusterEvent.SharesMoved moved ->
                    jobs.computeIfPresent(moved.job(), (number, job) -> job.withShardShares(moved.shares()));
                case ClusterEvent.JobSpread spread ->
                    jobs.computeIfPresent(spread.job(), (number, job) -> job.withShard(spread.shard()));
                case ClusterEvent.JobPlaced placed ->
                    jobs.computeIfPresent(
                            placed.job(), (number, job) -> job.withPlacement(placed.placement(), placed.nodeShares()));
                case ClusterEvent.JobDropped dropped -> drop(dropped.tombstone());
                case ClusterEvent.NodeRegistered registered -> register(registered.node());
                case ClusterEvent.NodeDraining draining ->
                    change(draining.node(), life -> life.askedToDrain(draining.reason()));
                case ClusterEvent.NodeUndrained undrained -> change(undrained.node(), NodeLife::undrained);
                case ClusterEvent.NodeLeaving leaving -> change(leaving.node(), NodeLife::onItsWayOut);
                case ClusterEvent.NodeLeft left -> remove(left.departed());
                case ClusterEvent.ShardRegistered registered -> register(registered.shard());
                case ClusterEvent.TombstonesExpired expired ->
                    tombstones.keySet().removeAll(expired.jobs());
            }
        }

        private void useNumbers(ClusterEvent.NumbersUsed used) {
            lastJobNumber = Math.max(lastJobNumber, used.job());
            lastNodeId = Math.max(lastNodeId, used.node());
            lastShardId = Math.max(lastShardId, used.shard());
        }

        private void admit(Job job) {
            lastJobNumber = Math.max(lastJobNumber, job.number());
            jobs.put(job.number(), job);
        }

        private void drop(Tombstone tombstone) {
            jobs.remove(tombstone.job());
            tombstones.put(tombstone.job(), tombstone);
        }

        private void register(Node node) {
            lastNodeId = Math.max(lastNodeId, node.id());
            departedNodes.remove(node.id());
            replace(node);
        }

        private void change(int id, UnaryOperator<NodeLife> change) {
            Node known = nodes.get(id);
            if (known != null) {
                replace(known.withLife(change.apply(known.life())));
            }
        }

        private void replace(Node node) {
            Node former = nodes.put(node.id(), node);
            if (former != null && node.usedDifferentlyFrom(former)) {
                jobs.replaceAll((number, job) -> job.placement().uses(node.id()) ? job.withNextMapEpoch() : job);
            }
        }

        private void remove(DepartedNode departed) {
            int id = departed.node().id();
            lastNodeId = Math.max(lastNodeId, id);
            nodes.remove(id);
            departedNodes.put(id, departed);
            if (departedNodes.size() > MAX_DEPARTED_NODES) {
                departedNodes.values().stream()
                        .min(Comparator.comparing(DepartedNode::leftAt))
                        .ifPresent(oldest -> departedNodes.remove(oldest.node().id()));
            }
            jobs.replaceAll((number, job) -> job.placement().uses(id) ? job.without(id) : job);
        }

        private void register(Shard shard) {
            lastShardId = Math.max(lastShardId, shard.id());
            shards.put(shard.id(), shard);
        }

        ClusterState build() {
            return new ClusterState(
                    version,
                    lastJobNumber,
                    lastNodeId,
                    lastShardId,
                    Collections.unmodifiableSortedMap(jobs),
                    Collections.unmodifiableSortedMap(nodes),
                    Collections.unmodifiableSortedMap(departedNodes),
                    Collections.unmodifiableSortedMap(shards),
                    Collections.unmodifiableSortedMap(tombstones));
        }
    }
}
