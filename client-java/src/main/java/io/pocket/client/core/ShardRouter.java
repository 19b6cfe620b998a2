package io.pocket.client.core;

import io.pocket.protocol.HostPort;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.message.BucketOpen;
import io.pocket.protocol.message.BucketReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The job's shards, and which bucket lives on which. While the job has one shard, all buckets live there and nothing is asked. Otherwise the
 * job's first shard tells with BUCKET_OPEN, and the answers are remembered, those used last for longest.
 */
final class ShardRouter {
    /** Buckets whose shard is remembered. */
    static final int BUCKETS_MAX = 1024;

    private static final float LOAD_FACTOR = 0.75f;

    private final Lane lane;
    private final Link home;
    /** The first is {@link #home}. */
    private final List<Link> shards = new ArrayList<>();

    private final Map<String, Link> byBucket = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private boolean several;

    ShardRouter(Lane lane, HostPort firstShard) {
        this.lane = lane;
        home = Link.toShard(lane, 0, firstShard);
        shards.add(home);
    }

    /** The job's first shard. */
    Link home() {
        return home;
    }

    /** All that are known, the first of the job first. */
    List<Link> shards() {
        return shards;
    }

    boolean hasSeveralShards() {
        return several;
    }

    /** A shard said that the job has so many; it never has fewer again. */
    void jobShards(int count) {
        several |= count > 1;
    }

    boolean knowsBuckets() {
        return !byBucket.isEmpty();
    }

    /** The shard of the bucket, as far as it is remembered; otherwise null. */
    Link shardOf(String bucket) {
        return byBucket.get(bucket);
    }

    /** A shard said that the bucket does not live there. */
    void forget(String bucket) {
        several = true;
        byBucket.remove(bucket);
    }

    /** The first shard said where the bucket lives. An address that is none leaves the bucket unknown. */
    void learn(String bucket, BucketReply reply) {
        Link link = link(reply);
        if (link == null) {
            byBucket.remove(bucket);
            return;
        }
        byBucket.put(bucket, link);
        if (byBucket.size() > BUCKETS_MAX) {
            byBucket.remove(byBucket.keySet().iterator().next());
        }
    }

    private Link link(BucketReply reply) {
        if (reply.shardId() == home.session().shardId()) {
            return home;
        }
        HostPort address = parse(reply.address());
        if (address == null) {
            return null;
        }
        for (int i = 1; i < shards.size(); i++) {
            if (shards.get(i).endpoint().id() == reply.shardId()) {
                shards.get(i).moveTo(address);
                return shards.get(i);
            }
        }
        Link link = Link.toShard(lane, reply.shardId(), address);
        shards.add(link);
        return link;
    }

    private static HostPort parse(String address) {
        try {
            return HostPort.parse(address);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    /** A shard cannot be reached: it may have come back at another address. */
    void verifyAddress(Link shard) {
        if (shard == home || home.isAsking(Opcode.BUCKET_OPEN)) {
            return;
        }
        for (Map.Entry<String, Link> entry : byBucket.entrySet()) {
            if (entry.getValue() == shard) {
                home.submit(Call.question(
                        null,
                        new BucketOpen(entry.getKey(), false),
                        lane.config().silenceTimeout().toNanos()));
                return;
            }
        }
    }
}
