package io.pocket.control.push;

import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Job;
import io.pocket.control.cluster.Node;
import io.pocket.control.cluster.Tombstone;
import io.pocket.control.quota.ShardShare;
import io.pocket.protocol.message.Drain;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.NodeEntry;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.NodesPut;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.ShardsPut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Something a peer has to know. */
sealed interface Topic {

    /** As in metrics: the message's name. */
    String label();

    /** The message as of {@code state}, or nothing if there is nothing to say any more. */
    Optional<Request> message(ClusterState state, PeerId to);

    /**
     * A node's address and incarnation, told to shards. They take every other incarnation of it for lost; an entry that said
     * so would replace the one of the present incarnation, for the last entry of a node counts.
     *
     * <p>A node that drains is LIVE to shards: chunks that it took before may still be committed, and it takes no others. One that has left is
     * LOST, also if it was empty: nothing names it then, and shards forget what it was to free.
     */
    record OneNode(int node) implements Topic {

        @Override
        public String label() {
            return "nodes_put";
        }

        @Override
        public Optional<Request> message(ClusterState state, PeerId to) {
            return Optional.ofNullable(state.nodes().get(node))
                    .map(known -> entry(known, NodeState.LIVE))
                    .or(() -> Optional.ofNullable(state.departedNodes().get(node))
                            .map(departed -> entry(departed.node(), NodeState.LOST)))
                    .map(entry -> new NodesPut(List.of(entry)));
        }

        private static NodeEntry entry(Node node, NodeState nodeState) {
            return new NodeEntry(
                    node.id(),
                    node.incarnation(),
                    node.tier(),
                    nodeState,
                    node.address().toString());
        }
    }

    /** Whether a node was asked to drain, told to the node itself. That its own process is leaving it knows better than the ledger. */
    record Draining() implements Topic {

        @Override
        public String label() {
            return "drain";
        }

        @Override
        public Optional<Request> message(ClusterState state, PeerId to) {
            return Optional.ofNullable(state.nodes().get(to.id()))
                    .map(known -> new Drain(known.life().askedToDrain()));
        }
    }

    /** The shards there are, told to everybody. */
    record AllShards() implements Topic {

        @Override
        public String label() {
            return "shards_put";
        }

        @Override
        public Optional<Request> message(ClusterState state, PeerId to) {
            return Optional.of(new ShardsPut(state.shards().values().stream()
                    .map(shard -> new ShardEntry(
                            shard.id(),
                            shard.logId(),
                            shard.epoch(),
                            shard.address().toString()))
                    .toList()));
        }
    }

    /** A job and its weight map, told to the job's shards. */
    record OneJob(long job) implements Topic {

        @Override
        public String label() {
            return "job_put";
        }

        @Override
        public Optional<Request> message(ClusterState state, PeerId to) {
            return Optional.ofNullable(state.jobs().get(job)).map(known -> jobPut(known, to.id(), state));
        }

        private static JobPut jobPut(Job job, int shard, ClusterState state) {
            ShardShare share = job.terms().shardShare(shard);
            return new JobPut(
                    job.number(),
                    job.name(),
                    share.objects(),
                    share.inlineBytes(),
                    share.operationsPerSecond(),
                    share.connections(),
                    TimeUnit.SECONDS.toMillis(job.terms().defaultTtlSeconds()),
                    job.placement().shards(),
                    state.weightMap(job));
        }
    }

    /** What a job may count on, told to the job's nodes. */
    record Grant(long job) implements Topic {

        @Override
        public String label() {
            return "job_grant";
        }

        @Override
        public Optional<Request> message(ClusterState state, PeerId to) {
            return Optional.ofNullable(state.jobs().get(job)).map(known -> known.grant(to.id()));
        }
    }

    /** A job's end, told to everybody. */
    record Drop(long job) implements Topic {

        @Override
        public String label() {
            return "drop_job";
        }

        @Override
        public Optional<Request> message(ClusterState state, PeerId to) {
            return Optional.ofNullable(state.tombstones().get(job)).map(Drop::dropJob);
        }

        private static DropJob dropJob(Tombstone tombstone) {
            return new DropJob(tombstone.job(), tombstone.until().getEpochSecond());
        }
    }

    /** All that a peer has to know, in the order in which it can use it. */
    static List<Topic> concerning(PeerId peer, ClusterState state) {
        List<Topic> topics = new ArrayList<>();
        boolean shard = peer.kind() == PeerId.Kind.SHARD;
        if (shard) {
            state.nodes().keySet().forEach(node -> topics.add(new OneNode(node)));
            state.departedNodes().keySet().forEach(node -> topics.add(new OneNode(node)));
        } else {
            topics.add(new Draining());
        }
        topics.add(new AllShards());
        state.tombstones().keySet().forEach(job -> topics.add(new Drop(job)));
        for (Job job : state.jobs().values()) {
            if (shard && job.placement().shards().contains(peer.id())) {
                topics.add(new OneJob(job.number()));
            } else if (!shard && job.placement().uses(peer.id())) {
                topics.add(new Grant(job.number()));
            }
        }
        return topics;
    }
}
