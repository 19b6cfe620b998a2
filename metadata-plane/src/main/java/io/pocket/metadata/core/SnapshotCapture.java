package io.pocket.metadata.core;

import io.pocket.metadata.record.BucketImage;
import io.pocket.metadata.record.BucketPlaced;
import io.pocket.metadata.record.FreeQueueImage;
import io.pocket.metadata.record.GrowingImage;
import io.pocket.metadata.record.ShardRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * What of a state can be kept for a snapshot by reference, because it never changes or only grows at its end: buckets' names, the chunks of growing
 * objects, frees.
 */
final class SnapshotCapture {
    private final Deque<ShardRecord> places = new ArrayDeque<>();
    private final Deque<Growing> growing = new ArrayDeque<>();
    private final Deque<Frees> frees = new ArrayDeque<>();

    private record Growing(GrowingObject stream, int chunks) {}

    private record Frees(NodeTable.NodeKey node, FreeQueue.View view) {}

    SnapshotCapture(ShardState state) {
        for (JobState job : state.jobs().values()) {
            capturePlaces(state.timeMillis(), job);
            for (Bucket bucket : job.buckets().values()) {
                places.add(new BucketImage(bucket.job(), bucket.name(), bucket.defaultTtlMillis()));
            }
            for (GrowingObject stream : state.streams().ofJob(job.terms().job()).values()) {
                growing.add(new Growing(stream, stream.chunks().size()));
            }
        }
        for (Map.Entry<NodeTable.NodeKey, FreeQueue> queue :
                state.nodes().queues().entrySet()) {
            frees.add(new Frees(queue.getKey(), queue.getValue().view()));
        }
    }

    /** Buckets with objects here tell of themselves. */
    private void capturePlaces(long timeMillis, JobState job) {
        for (String bucket : job.directory().after("")) {
            if (job.bucket(bucket) == null) {
                int shard = job.directory().shardOf(bucket);
                places.add(new BucketPlaced(timeMillis, job.terms().job(), bucket, shard));
            }
        }
    }

    /** The next record, or null when there are no more. */
    ShardRecord next() {
        if (!places.isEmpty()) {
            return places.removeFirst();
        }
        if (!growing.isEmpty()) {
            return image(growing.removeFirst());
        }
        return frees.isEmpty() ? null : image(frees.getFirst());
    }

    private static ShardRecord image(Growing captured) {
        GrowingObject stream = captured.stream;
        return new GrowingImage(stream.job(), stream.name(), stream.chunks().subList(0, captured.chunks));
    }

    /** Also when the queue is empty: its sequence goes on. */
    private ShardRecord image(Frees captured) {
        FreeQueue.View view = captured.view;
        FreeQueueImage image =
                new FreeQueueImage(captured.node.nodeId(), captured.node.incarnation(), view.sequence(), view.next());
        if (view.isRead()) {
            frees.removeFirst();
        }
        return image;
    }
}
