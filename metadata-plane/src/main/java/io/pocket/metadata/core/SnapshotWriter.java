package io.pocket.metadata.core;

import io.pocket.metadata.record.BucketImage;
import io.pocket.metadata.record.BucketPlaced;
import io.pocket.metadata.record.FreeQueueImage;
import io.pocket.metadata.record.GrowingImage;
import io.pocket.metadata.record.JobStored;
import io.pocket.metadata.record.NodeStored;
import io.pocket.metadata.record.ResultImage;
import io.pocket.metadata.record.ShardRecord;
import io.pocket.metadata.record.ShardsStored;
import io.pocket.metadata.record.SnapshotHeader;
import io.pocket.metadata.record.StoredObject;
import io.pocket.metadata.record.TombstoneImage;
import io.pocket.metadata.record.UploadImage;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes a state as records that, applied to an empty state, give it again. */
public final class SnapshotWriter {
    private static final int FREES_PER_RECORD = 4096;

    private final ShardState state;
    private final Target target;

    /** Where the records go. */
    @FunctionalInterface
    public interface Target {
        /**
         * Takes one record.
         *
         * @param payload inline bytes or null; borrowed for the call
         */
        void put(ShardRecord record, ByteBuffer payload) throws IOException;
    }

    public SnapshotWriter(ShardState state, Target target) {
        this.state = state;
        this.target = target;
    }

    /** Writes all of it. The state must not change meanwhile. */
    public void write() throws IOException {
        put(new SnapshotHeader(
                state.timeMillis(),
                state.version(),
                state.uploadCounter(),
                state.tombstones().counter()));
        put(new ShardsStored(state.timeMillis(), state.shards()));
        writeNodes();
        writeTombstones();
        for (JobState job : state.jobs().values()) {
            put(new JobStored(state.timeMillis(), job.terms()));
            writePlaces(job);
        }
        for (UploadState upload : state.uploads().values()) {
            put(image(upload));
        }
        for (Map.Entry<Long, JobState> job : state.jobs().entrySet()) {
            writeBuckets(job.getKey(), job.getValue());
            writeStreams(job.getKey());
        }
        writeFrees();
    }

    /** Buckets with objects here tell of themselves. */
    private void writePlaces(JobState job) throws IOException {
        for (String bucket : job.directory().after("")) {
            if (job.bucket(bucket) == null) {
                int shard = job.directory().shardOf(bucket);
                put(new BucketPlaced(state.timeMillis(), job.terms().job(), bucket, shard));
            }
        }
    }

    private void put(ShardRecord record) throws IOException {
        target.put(record, null);
    }

    private void writeNodes() throws IOException {
        for (var node : state.nodes().entries().values()) {
            put(new NodeStored(state.timeMillis(), node));
        }
    }

    private void writeTombstones() throws IOException {
        for (Tombstones.Entry entry : state.tombstones().all()) {
            put(new TombstoneImage(entry.job(), entry.untilEpochSeconds(), entry.sequence()));
        }
    }

    private static UploadImage image(UploadState upload) {
        List<ResultImage> results = new ArrayList<>();
        upload.results().forEach(results::add);
        return new UploadImage(
                upload.id(),
                upload.job(),
                upload.isExpired(),
                upload.chunkFloor(),
                upload.acknowledgedBelow(),
                Arrays.stream(upload.committedSequences()).boxed().toList(),
                results);
    }

    private void writeBuckets(long job, JobState jobState) throws IOException {
        for (Bucket bucket : jobState.buckets().values()) {
            put(new BucketImage(job, bucket.name(), bucket.defaultTtlMillis()));
            for (Map.Entry<Bytes, ObjectRecord> object : bucket.objects().entrySet()) {
                write(job, object.getKey(), object.getValue());
            }
        }
    }

    private void write(long job, Bytes name, ObjectRecord object) throws IOException {
        int inlineLength = object.image().inlineLength();
        ByteBuffer payload = inlineLength == 0 ? null : state.inline().view(object.inlineHandle(), inlineLength);
        target.put(
                new StoredObject(job, ObjectName.of(name), object.image(), object.claimId(), object.claimUntilMillis()),
                payload);
    }

    private void writeStreams(long job) throws IOException {
        for (GrowingObject stream : state.streams().ofJob(job).values()) {
            put(new GrowingImage(job, stream.name(), stream.chunks()));
        }
    }

    private void writeFrees() throws IOException {
        for (Map.Entry<NodeTable.NodeKey, FreeQueue> entry :
                state.nodes().queues().entrySet()) {
            writeFrees(entry.getKey(), entry.getValue());
        }
    }

    /** Also when it is empty: its sequence goes on. */
    private void writeFrees(NodeTable.NodeKey node, FreeQueue queue) throws IOException {
        List<ChunkId> chunks = queue.all();
        int from = 0;
        do {
            int to = Math.min(chunks.size(), from + FREES_PER_RECORD);
            put(new FreeQueueImage(
                    node.nodeId(), node.incarnation(), queue.firstSequence() + from, chunks.subList(from, to)));
            from = to;
        } while (from < chunks.size());
    }
}
