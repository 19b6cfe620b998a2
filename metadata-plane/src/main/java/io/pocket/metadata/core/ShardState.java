package io.pocket.metadata.core;

import io.pocket.metadata.record.Appended;
import io.pocket.metadata.record.BucketCreated;
import io.pocket.metadata.record.BucketDeleted;
import io.pocket.metadata.record.BucketImage;
import io.pocket.metadata.record.BucketPlaced;
import io.pocket.metadata.record.ClaimEnded;
import io.pocket.metadata.record.Claimed;
import io.pocket.metadata.record.Committed;
import io.pocket.metadata.record.Deleted;
import io.pocket.metadata.record.FloorRaised;
import io.pocket.metadata.record.FreeQueueImage;
import io.pocket.metadata.record.FreesAcknowledged;
import io.pocket.metadata.record.GrowingImage;
import io.pocket.metadata.record.JobDropped;
import io.pocket.metadata.record.JobStored;
import io.pocket.metadata.record.NodeStored;
import io.pocket.metadata.record.ObjectExpired;
import io.pocket.metadata.record.ObjectImage;
import io.pocket.metadata.record.Renamed;
import io.pocket.metadata.record.ShardRecord;
import io.pocket.metadata.record.ShardsStored;
import io.pocket.metadata.record.SnapshotHeader;
import io.pocket.metadata.record.Started;
import io.pocket.metadata.record.StoredObject;
import io.pocket.metadata.record.TombstoneForgotten;
import io.pocket.metadata.record.TombstoneImage;
import io.pocket.metadata.record.UploadExpired;
import io.pocket.metadata.record.UploadImage;
import io.pocket.metadata.record.UploadOpened;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Replica;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.ShardsPut;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Everything a shard knows and must not forget. It changes only through {@link #apply}: the same records in the same order give the
 * same state, live and after a restart. Requests are judged before a record is made; a record that was made always applies.
 */
public final class ShardState {
    /** Upload ids skipped at a start: more than a torn journal tail can have issued. */
    private static final long UPLOAD_COUNTER_GAP = 1L << 24;

    private static final long NO_INLINE_BYTES = -1;

    private final Map<Long, JobState> jobs = new HashMap<>();
    private final NavigableMap<Long, JobState> jobsByNumber = new TreeMap<>();
    private final Map<Long, UploadState> uploads = new HashMap<>();

    /** Uploads that may still commit, the one not heard of for longest first. */
    private final Map<Long, UploadState> liveUploads = new LinkedHashMap<>(16, 0.75f, true);

    private final Streams streams = new Streams();
    private final NodeTable nodes = new NodeTable();
    private final Tombstones tombstones = new Tombstones();
    private final ObjectExpiries expiries = new ObjectExpiries();
    private final PrefixCounts prefixCounts = new PrefixCounts();
    private final InlineGarbage garbage;
    private final InlineStore inline;
    private final int shardId;
    private ShardsPut shards = new ShardsPut(List.of());
    private long version;
    private long uploadCounter;
    private long timeMillis;

    public ShardState(int shardId, InlineStore inline) {
        this.shardId = shardId;
        this.inline = inline;
        this.garbage = new InlineGarbage(inline, expiries);
    }

    JobState job(long number) {
        return jobs.get(number);
    }

    Map<Long, JobState> jobs() {
        return jobs;
    }

    /** Jobs with a higher number, in ascending order. */
    Collection<JobState> jobsAfter(long number) {
        return jobsByNumber.tailMap(number, false).values();
    }

    UploadState upload(long id) {
        return uploads.get(id);
    }

    Map<Long, UploadState> uploads() {
        return uploads;
    }

    /** Moves the upload to the end of the queue for expiry. */
    void heard(UploadState upload, long nowMillis) {
        if (liveUploads.get(upload.id()) != null) {
            upload.heard(nowMillis);
        }
    }

    /** The live upload not heard of for longest, or null. */
    UploadState oldestUpload() {
        var oldest = liveUploads.entrySet().iterator();
        return oldest.hasNext() ? oldest.next().getValue() : null;
    }

    int liveUploadCount() {
        return liveUploads.size();
    }

    Streams streams() {
        return streams;
    }

    NodeTable nodes() {
        return nodes;
    }

    /** All shards there are, as the controller told last. */
    ShardsPut shards() {
        return shards;
    }

    /** What the controller told of a shard, or null. */
    ShardEntry shardEntry(int shard) {
        for (ShardEntry entry : shards.shards()) {
            if (entry.shardId() == shard) {
                return entry;
            }
        }
        return null;
    }

    Tombstones tombstones() {
        return tombstones;
    }

    ObjectExpiries expiries() {
        return expiries;
    }

    /** Not logged: counts that somebody waits for. */
    PrefixCounts prefixCounts() {
        return prefixCounts;
    }

    InlineStore inline() {
        return inline;
    }

    InlineGarbage garbage() {
        return garbage;
    }

    /** The mutation counter: version of the last change. */
    long version() {
        return version;
    }

    long nextUploadId() {
        return UploadId.of(shardId, uploadCounter + 1);
    }

    long uploadCounter() {
        return uploadCounter;
    }

    /** State time of the last record. */
    long timeMillis() {
        return timeMillis;
    }

    ObjectRecord find(long job, ObjectName name) {
        JobState state = jobs.get(job);
        Bucket bucket = state == null ? null : state.bucket(name.bucket());
        return bucket == null ? null : bucket.get(name);
    }

    /** Gives every upload a full lease, for after recovery (rule 14: down-time expires nothing). */
    void renewAllUploads(long nowMillis) {
        liveUploads.values().forEach(upload -> upload.heard(nowMillis));
    }

    /**
     * Changes the state as the record says.
     *
     * @param payload inline bytes behind the record, between position and limit, or null; copied
     */
    public void apply(ShardRecord record, ByteBuffer payload) {
        switch (record) {
            case Started it -> start(it);
            case UploadOpened it -> openUpload(it);
            case UploadExpired it -> expireUpload(it);
            case FloorRaised it -> raiseFloor(it);
            case Committed it -> commit(it, payload);
            case Appended it -> append(it);
            case Deleted it -> delete(it);
            case Renamed it -> rename(it);
            case Claimed it -> claim(it);
            case ClaimEnded it -> endClaim(it);
            case ObjectExpired it -> expireObject(it);
            case BucketCreated it -> createBucket(it);
            case BucketDeleted it -> deleteBucket(it);
            case BucketPlaced it -> placeBucket(it);
            case ShardsStored it -> storeShards(it);
            case JobStored it -> storeJob(it);
            case JobDropped it -> dropJob(it);
            case NodeStored it -> storeNode(it);
            case FreesAcknowledged it -> acknowledgeFrees(it);
            case TombstoneForgotten it -> forgetTombstone(it);
            case SnapshotHeader it -> restoreHeader(it);
            case UploadImage it -> restoreUpload(it);
            case BucketImage it -> restoreBucket(it);
            case StoredObject it -> restoreObject(it, payload);
            case GrowingImage it -> restoreGrowing(it);
            case FreeQueueImage it -> restoreFrees(it);
            case TombstoneImage it -> restoreTombstone(it);
        }
    }

    /** Never back: a snapshot holds records with the times at which they were first logged. */
    private void advanceTo(long millis) {
        timeMillis = Math.max(timeMillis, millis);
    }

    private void start(Started it) {
        advanceTo(it.timeMillis());
        uploadCounter = (uploadCounter / UPLOAD_COUNTER_GAP + 1) * UPLOAD_COUNTER_GAP;
    }

    private void openUpload(UploadOpened it) {
        advanceTo(it.timeMillis());
        uploadCounter = UploadId.counter(it.upload());
        addUpload(new UploadState(it.upload(), it.job(), it.timeMillis()));
    }

    private void addUpload(UploadState upload) {
        uploads.put(upload.id(), upload);
        if (!upload.isExpired()) {
            liveUploads.put(upload.id(), upload);
        }
        jobs.get(upload.job()).uploads().add(upload.id());
    }

    private void expireUpload(UploadExpired it) {
        advanceTo(it.timeMillis());
        UploadState upload = uploads.get(it.upload());
        upload.expire();
        liveUploads.remove(it.upload());
        streams.ofUpload(it.upload()).forEach(this::abandon);
        forgetIfDone(upload);
    }

    private void forgetIfDone(UploadState upload) {
        if (upload.isForgettable()) {
            uploads.remove(upload.id());
            jobs.get(upload.job()).uploads().remove(upload.id());
        }
    }

    private void raiseFloor(FloorRaised it) {
        advanceTo(it.timeMillis());
        uploads.get(it.upload()).raiseFloor(it.chunkFloor());
    }

    private void commit(Committed it, ByteBuffer payload) {
        advanceTo(it.timeMillis());
        version = it.object().version();
        JobState job = jobs.get(it.job());
        UploadState upload = uploads.get(it.mutation().upload());
        it.object().chunks().forEach(chunk -> markCommitted(upload, chunk));
        put(job, it.name(), store(it.object(), payload));
        upload.record(it.mutation(), version, 1);
    }

    private static void markCommitted(UploadState upload, Chunk chunk) {
        for (Replica replica : chunk.replicas()) {
            upload.commit(replica.chunk().sequence());
        }
    }

    private void append(Appended it) {
        advanceTo(it.timeMillis());
        version++;
        GrowingObject stream = it.begins() ? null : streams.get(it.job(), it.name());
        if (stream != null) {
            stream.append(it.chunks());
        } else {
            stream = begin(it.job(), it.name(), it.chunks());
        }
        UploadState upload = uploads.get(stream.upload());
        it.chunks().forEach(chunk -> markCommitted(upload, chunk));
        if (it.last()) {
            publish(stream, it.createdAtEpochMillis(), it.expiresAtMillis());
        }
        record(it.mutation(), 1);
    }

    /** The bucket comes into being with it, so that deleting the bucket ends it. */
    private GrowingObject begin(long job, ObjectName name, List<Chunk> chunks) {
        GrowingObject former = streams.get(job, name);
        if (former != null) {
            abandon(former);
        }
        jobs.get(job).bucketOrNew(name.bucket());
        GrowingObject stream = new GrowingObject(job, name);
        stream.append(chunks);
        streams.add(stream);
        return stream;
    }

    private void publish(GrowingObject stream, long createdAtEpochMillis, long expiresAtMillis) {
        streams.remove(stream);
        ObjectImage image = new ObjectImage(
                version, stream.sizeBytes(), 0, createdAtEpochMillis, expiresAtMillis, 0, stream.chunks());
        put(jobs.get(stream.job()), stream.name(), new ObjectRecord(image, NO_INLINE_BYTES));
    }

    private void abandon(GrowingObject stream) {
        streams.remove(stream);
        stream.chunks().forEach(chunk -> chunk.replicas().forEach(this::free));
    }

    private ObjectRecord store(ObjectImage image, ByteBuffer payload) {
        if (image.inlineLength() == 0) {
            return new ObjectRecord(image, NO_INLINE_BYTES);
        }
        long handle = inline.store(payload);
        if (handle == InlineStore.FULL) {
            garbage.collect(Integer.MAX_VALUE);
            handle = inline.store(payload);
        }
        if (handle == InlineStore.FULL) {
            // A restart lays the objects out anew, so what fitted once need not fit again; it was acknowledged all the
            // same.
            handle = inline.storeBeyondCapacity(payload);
        }
        return new ObjectRecord(image, handle);
    }

    private void put(JobState job, ObjectName name, ObjectRecord record) {
        ObjectRecord replaced = job.bucketOrNew(name.bucket()).put(name, record);
        job.count(record, 1);
        prefixCounts.added(job.terms().job(), name.asBytes(), record.image().sizeBytes());
        long expiresAt = record.image().expiresAtMillis();
        if (expiresAt != 0) {
            expiries.add(expiresAt, job.terms().job(), name, record.image().version());
        }
        if (replaced != null) {
            release(job, name.asBytes(), replaced);
        }
    }

    private void release(JobState job, Bytes name, ObjectRecord record) {
        job.count(record, -1);
        prefixCounts.removed(job.terms().job(), name, record.image().sizeBytes());
        expiries.remove(record);
        if (record.image().inlineLength() > 0) {
            inline.free(record.inlineHandle(), record.image().inlineLength());
        }
        for (Chunk chunk : record.image().chunks()) {
            chunk.replicas().forEach(this::free);
        }
    }

    private void free(Replica replica) {
        UploadState upload = uploads.get(replica.chunk().upload());
        upload.free(replica.chunk().sequence());
        forgetIfDone(upload);
        nodes.free(replica);
    }

    private void delete(Deleted it) {
        advanceTo(it.timeMillis());
        version++;
        record(it.mutation(), 1);
        remove(it.job(), it.name());
    }

    private void remove(long jobNumber, ObjectName name) {
        JobState job = jobs.get(jobNumber);
        release(job, name.asBytes(), job.bucket(name.bucket()).remove(name));
    }

    private void record(Mutation mutation, long affected) {
        uploads.get(mutation.upload()).record(mutation, version, affected);
    }

    private void rename(Renamed it) {
        advanceTo(it.timeMillis());
        version++;
        JobState job = jobs.get(it.job());
        Bucket bucket = job.bucket(it.from().bucket());
        ObjectRecord moved = bucket.remove(it.from());
        job.count(moved, -1);
        prefixCounts.removed(it.job(), it.from().asBytes(), moved.image().sizeBytes());
        expiries.remove(moved);
        record(it.mutation(), 1);
        put(job, it.to(), renamed(moved));
    }

    /** A rename makes a new version, so that a reader who waits for a later one sees it. */
    private ObjectRecord renamed(ObjectRecord moved) {
        ObjectImage old = moved.image();
        ObjectImage image = new ObjectImage(
                version,
                old.sizeBytes(),
                old.crc32c(),
                old.createdAtEpochMillis(),
                old.expiresAtMillis(),
                old.inlineLength(),
                old.chunks());
        return new ObjectRecord(image, moved.inlineHandle());
    }

    private void claim(Claimed it) {
        advanceTo(it.timeMillis());
        version++;
        find(it.job(), it.name()).claim(version, it.untilMillis());
        record(it.mutation(), 1);
    }

    private void endClaim(ClaimEnded it) {
        advanceTo(it.timeMillis());
        version++;
        record(it.mutation(), 1);
        if (it.consumed()) {
            remove(it.job(), it.name());
        } else {
            find(it.job(), it.name()).claim(0, 0);
        }
    }

    private void expireObject(ObjectExpired it) {
        advanceTo(it.timeMillis());
        version++;
        remove(it.job(), it.name());
    }

    private void createBucket(BucketCreated it) {
        advanceTo(it.timeMillis());
        version++;
        jobs.get(it.job()).bucketOrNew(it.bucket()).setDefaultTtlMillis(it.defaultTtlMillis());
        record(it.mutation(), 1);
    }

    private void deleteBucket(BucketDeleted it) {
        advanceTo(it.timeMillis());
        version++;
        JobState job = jobs.get(it.job());
        Bucket bucket = job.removeBucket(it.bucket());
        int affected = bucket.objects().size();
        record(it.mutation(), affected);
        bucket.objects().forEach((name, object) -> release(job, name, object));
        streams.ofBucket(it.job(), it.bucket()).forEach(this::abandon);
    }

    /** No new version: no name has changed. */
    private void placeBucket(BucketPlaced it) {
        advanceTo(it.timeMillis());
        jobs.get(it.job()).directory().place(it.bucket(), it.shardId());
    }

    private void storeShards(ShardsStored it) {
        advanceTo(it.timeMillis());
        shards = it.shards();
    }

    private void storeJob(JobStored it) {
        advanceTo(it.timeMillis());
        JobState job = jobs.get(it.job().job());
        if (job == null) {
            job = new JobState(shardId, it.job());
            jobs.put(it.job().job(), job);
            jobsByNumber.put(it.job().job(), job);
        } else {
            job.change(it.job());
        }
    }

    /** Chunks are not walked: each node drops the job by itself. Inline bytes are given back little by little. */
    private void dropJob(JobDropped it) {
        advanceTo(it.timeMillis());
        version++;
        tombstones.add(it.job(), it.untilEpochSeconds());
        JobState job = jobs.remove(it.job());
        jobsByNumber.remove(it.job());
        if (job != null) {
            job.uploads().forEach(this::forgetUpload);
            streams.forgetJob(it.job());
            garbage.add(job);
        }
    }

    private void forgetUpload(long upload) {
        uploads.remove(upload);
        liveUploads.remove(upload);
    }

    private void storeNode(NodeStored it) {
        advanceTo(it.timeMillis());
        nodes.store(it.node());
    }

    private void acknowledgeFrees(FreesAcknowledged it) {
        advanceTo(it.timeMillis());
        FreeQueue queue = nodes.queue(new NodeTable.NodeKey(it.nodeId(), it.incarnation()));
        if (queue != null) {
            queue.acknowledge(it.upTo());
        }
    }

    private void forgetTombstone(TombstoneForgotten it) {
        advanceTo(it.timeMillis());
        tombstones.remove(it.job());
    }

    private void restoreHeader(SnapshotHeader it) {
        advanceTo(it.timeMillis());
        version = it.version();
        uploadCounter = it.uploadCounter();
        tombstones.setCounter(it.tombstoneCounter());
    }

    private void restoreUpload(UploadImage it) {
        UploadState upload = new UploadState(it.upload(), it.job(), timeMillis);
        if (it.expired()) {
            upload.expire();
        }
        upload.raiseFloor(it.chunkFloor());
        upload.acknowledge(it.acknowledgedBelow());
        it.committed().forEach(upload::restoreCommitted);
        it.results().forEach(upload::restoreResult);
        addUpload(upload);
    }

    private void restoreBucket(BucketImage it) {
        jobs.get(it.job()).bucketOrNew(it.bucket()).setDefaultTtlMillis(it.defaultTtlMillis());
    }

    private void restoreObject(StoredObject it, ByteBuffer payload) {
        ObjectRecord object = store(it.object(), payload);
        object.claim(it.claimId(), it.claimUntilMillis());
        put(jobs.get(it.job()), it.name(), object);
        it.object().chunks().forEach(this::restoreLive);
    }

    private void restoreLive(Chunk chunk) {
        for (Replica replica : chunk.replicas()) {
            uploads.get(replica.chunk().upload()).restoreLive(replica.chunk().sequence());
        }
    }

    private void restoreGrowing(GrowingImage it) {
        begin(it.job(), it.name(), it.chunks());
        it.chunks().forEach(this::restoreLive);
    }

    private void restoreFrees(FreeQueueImage it) {
        nodes.queueOrNew(new NodeTable.NodeKey(it.nodeId(), it.incarnation())).restore(it.firstSequence(), it.chunks());
    }

    private void restoreTombstone(TombstoneImage it) {
        tombstones.restore(new Tombstones.Entry(it.job(), it.untilEpochSeconds(), it.sequence()));
    }
}
