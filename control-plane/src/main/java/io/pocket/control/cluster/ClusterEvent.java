package io.pocket.control.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.pocket.control.placement.Placement;
import io.pocket.control.quota.NodeShare;
import io.pocket.control.quota.ShardShare;
import java.time.Instant;
import java.util.List;

/** One change of the {@link ClusterState}. The names given here are those in the journal, and stay. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClusterEvent.NumbersUsed.class, name = "numbers-used"),
    @JsonSubTypes.Type(value = ClusterEvent.JobAdmitted.class, name = "job-admitted"),
    @JsonSubTypes.Type(value = ClusterEvent.JobConfirmed.class, name = "job-confirmed"),
    @JsonSubTypes.Type(value = ClusterEvent.JobSpread.class, name = "job-spread"),
    @JsonSubTypes.Type(value = ClusterEvent.JobDropped.class, name = "job-dropped"),
    @JsonSubTypes.Type(value = ClusterEvent.JobPlaced.class, name = "job-placed"),
    @JsonSubTypes.Type(value = ClusterEvent.TokenIssued.class, name = "token-issued"),
    @JsonSubTypes.Type(value = ClusterEvent.SharesMoved.class, name = "shares-moved"),
    @JsonSubTypes.Type(value = ClusterEvent.NodeRegistered.class, name = "node-registered"),
    @JsonSubTypes.Type(value = ClusterEvent.NodeDraining.class, name = "node-draining"),
    @JsonSubTypes.Type(value = ClusterEvent.NodeUndrained.class, name = "node-undrained"),
    @JsonSubTypes.Type(value = ClusterEvent.NodeLeaving.class, name = "node-leaving"),
    @JsonSubTypes.Type(value = ClusterEvent.NodeLeft.class, name = "node-left"),
    @JsonSubTypes.Type(value = ClusterEvent.ShardRegistered.class, name = "shard-registered"),
    @JsonSubTypes.Type(value = ClusterEvent.TombstonesExpired.class, name = "tombstones-expired")
})
public sealed interface ClusterEvent {

    /** The highest numbers ever given out; opens a compacted journal, whose former holders may be gone. */
    record NumbersUsed(long job, int node, int shard) implements ClusterEvent {}

    /** The job has a number and holds its place. */
    record JobAdmitted(Job job) implements ClusterEvent {}

    /** The job's shards know it. */
    record JobConfirmed(long job) implements ClusterEvent {}

    /** Somebody may hold a token for the space until then. */
    record TokenIssued(long space, Instant until) implements ClusterEvent {}

    /** The job's quotas are split over its shards in another way. */
    record SharesMoved(long job, List<ShardShare> shares) implements ClusterEvent {}

    /** Another shard takes new buckets of the job. */
    record JobSpread(long job, int shard) implements ClusterEvent {}

    /** The job's nodes, or what it may have on them, are others. */
    record JobPlaced(long job, Placement placement, List<NodeShare> nodeShares) implements ClusterEvent {}

    /** The job is gone; its tombstone is not. */
    record JobDropped(Tombstone tombstone) implements ClusterEvent {}

    /** A node is new, restarted, or has lost its chunks. */
    record NodeRegistered(Node node) implements ClusterEvent {}

    /** A node shall take no new data, until it is told otherwise. */
    record NodeDraining(int node, String reason) implements ClusterEvent {}

    /** A node may take new data again, unless its process is leaving. */
    record NodeUndrained(int node) implements ClusterEvent {}

    /** A node takes no new data until it registers again: its process is about to end. */
    record NodeLeaving(int node) implements ClusterEvent {}

    /** A node is gone for good, and no job is placed on it any more. */
    record NodeLeft(DepartedNode departed) implements ClusterEvent {}

    /** A shard is new or restarted. */
    record ShardRegistered(Shard shard) implements ClusterEvent {}

    /** No token of these jobs can be valid any more. */
    record TombstonesExpired(List<Long> jobs) implements ClusterEvent {}
}
