package io.pocket.metadata.core;

import io.pocket.metadata.core.table.RecordHeap;
import io.pocket.metadata.core.table.RecordMemory;
import io.pocket.metadata.record.Appended;
import io.pocket.metadata.record.BucketCreated;
import io.pocket.metadata.record.BucketDeleted;
import io.pocket.metadata.record.BucketImage;
import io.pocket.metadata.record.BucketPlaced;
import io.pocket.metadata.record.ClaimEnded;
import io.pocket.metadata.record.Claimed;
import io.pocket.metadata.record.Committed;
import io.pocket.metadata.record.Deleted;
import io.pocket.metadata.record.DeletedBucketImage;
import io.pocket.metadata.record.DeletedObjectImage;
import io.pocket.metadata.record.FloorRaised;
import io.pocket.metadata.record.FreeQueueImage;
import io.pocket.metadata.record.FreesAcknowledged;
import io.pocket.metadata.record.GrowingImage;
import io.pocket.metadata.record.JobDropped;
import io.pocket.metadata.record.JobStored;
import io.pocket.metadata.record.NodeStored;
import io.pocket.metadata.record.ObjectExpired;
import io.pocket.metadata.record.ObjectImage;
import io.pocket.metadata.record.ObjectsFreed;
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

    /** What deleting a bucket frees at once. */
    private static final int FREED_AT_ONCE = 1000;

    /** What of dropped jobs is given back with an object that finds little memory left. */
    private static final int COLLECTED_AT_ONCE = 250;

    private final Map<Long, JobState> jobs = new HashMap<>();
    private final NavigableMap<Long, JobState> jobsByNumber = new TreeMap<>();
    private final Map<Long, UploadState> uploads = new HashMap<>();

    /** Uploads that may still commit, the one not heard of for longest first. */
    private final Map<Long, UploadState> liveUploads = new LinkedHashMap<>(16, 0.75f, true);

    private final Streams streams = new Streams();
    private final NodeTable nodes = new NodeTable();
    private final Tombstones tombstones = new Tombstones();
    private final PrefixCounts prefixCounts = new PrefixCounts();
    private final ObjectTable table;
    private final Garbage garbage;
    private final InlineStore inline;
    private final int shardId;
    private ShardsPut shards = new ShardsPut(List.of());
    private long version;
    private long uploadCounter;
    private long timeMillis;
    private JobState recentJob;
    private UploadState recentUpload;

    /** The last of {@link #liveUploads}, or null. */
    private UploadState recentlyHeard;

    /** The snapshot that is being written, or null. */
    private SnapshotWriter snapshot;

    private long snapshots;

    /**
     * An empty state.
     *
     * @param memory for records
     * @param inline for the bytes of inline objects
     */
    public ShardState(int shardId, RecordMemory memory, InlineStore inline) {
        this.shardId = shardId;
        this.inline = inline;
        this.table = new ObjectTable(memory, shardId);
        this.garbage = new Garbage(table, this::release);
    }

    JobState job(long number) {
        if (recentJob == null || recentJob.terms().job() != number) {
            recentJob = jobs.get(number);
        }
        return recentJob;
    }

    Map<Long, JobState> jobs() {
        return jobs;
    }

    /** Jobs with a higher number, in ascending order. */
    Collection<JobState> jobsAfter(long number) {
        return jobsByNumber.tailMap(number, false).values();
    }

    UploadState upload(long id) {
        if (recentUpload == null || recentUpload.id() != id) {
            recentUpload = uploads.get(id);
        }
        return recentUpload;
    }

    Map<Long, UploadState> uploads() {
        return uploads;
    }

    /** Moves the upload to the end of the queue for expiry. */
    void heard(UploadState upload, long nowMillis) {
        if (upload.equals(recentlyHeard)) {
            upload.heard(nowMillis); // It is at the end already.
        } else if (liveUploads.get(upload.id()) != null) {
            upload.heard(nowMillis);
            recentlyHeard = upload;
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

    ObjectTable table() {
        return table;
    }

    /** Not logged: counts that somebody waits for. */
    PrefixCounts prefixCounts() {
        return prefixCounts;
    }

    InlineStore inline() {
        return inline;
    }

    Garbage garbage() {
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
        JobState state = job(job);
        Bucket bucket = state == null ? null : state.bucketOf(name);
        return bucket == null ? null : table.get(bucket, name);
    }

    /** The number of the snapshot that begins now; while it is being written it is told what changes. */
    long begin(SnapshotWriter writer) {
        if (snapshot != null) {
            throw new IllegalStateException("a snapshot of this state is being written already");
        }
        snapshot = writer;
        table.beginGeneration();
        return ++snapshots;
    }

    /** Whether uploads have yet to be written; until then no record of a dropped job can be. */
    boolean isWritingUploads() {
        return snapshot != null && snapshot.isAtUploads();
    }

    void endSnapshot() {
        snapshot = null;
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
            case ObjectsFreed it -> freeObjects(it);
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
            case DeletedBucketImage it -> restoreDeleted(it);
            case DeletedObjectImage it -> restoreDeleted(it);
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
        upload.setWritten(snapshots);
        uploads.put(upload.id(), upload);
        if (!upload.isExpired()) {
            liveUploads.put(upload.id(), upload);
            recentlyHeard = upload;
        }
        jobs.get(upload.job()).uploads().add(upload.id());
    }

    private void expireUpload(UploadExpired it) {
        advanceTo(it.timeMillis());
        UploadState upload = changing(it.upload());
        upload.expire();
        recentlyHeard = null;
        liveUploads.remove(it.upload());
        streams.ofUpload(it.upload()).forEach(this::abandon);
        forgetIfDone(upload);
    }

    private void forgetIfDone(UploadState upload) {
        if (upload.isForgettable()) {
            forgetUpload(upload.id());
            job(upload.job()).uploads().remove(upload.id());
        }
    }

    private void raiseFloor(FloorRaised it) {
        advanceTo(it.timeMillis());
        changing(it.upload()).raiseFloor(it.chunkFloor());
    }

    /** The upload, before it changes. */
    private UploadState changing(long id) {
        UploadState upload = upload(id);
        if (snapshot != null && upload != null) {
            snapshot.beforeChange(upload);
        }
        return upload;
    }

    private void commit(Committed it, ByteBuffer payload) {
        advanceTo(it.timeMillis());
        version = it.object().version();
        UploadState upload = changing(it.mutation().upload());
        markCommitted(upload, it.object().chunks());
        put(it.job(), it.name(), it.object(), store(it.object(), payload));
        upload.record(it.mutation(), version, 1);
    }

    private static void markCommitted(UploadState upload, List<Chunk> chunks) {
        for (int i = 0; i < chunks.size(); i++) {
            List<Replica> replicas = chunks.get(i).replicas();
            for (int n = 0; n < replicas.size(); n++) {
                upload.commit(replicas.get(n).chunk().sequence());
            }
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
        markCommitted(changing(stream.upload()), it.chunks());
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
        bucketOrNew(job(job), name.bucket());
        GrowingObject stream = new GrowingObject(job, name);
        stream.append(chunks);
        streams.add(stream);
        return stream;
    }

    private void publish(GrowingObject stream, long createdAtEpochMillis, long expiresAtMillis) {
        streams.remove(stream);
        ObjectImage image = new ObjectImage(
                version, stream.sizeBytes(), 0, createdAtEpochMillis, expiresAtMillis, 0, stream.chunks());
        put(stream.job(), stream.name(), image, ObjectRecord.NO_INLINE_BYTES);
    }

    private void abandon(GrowingObject stream) {
        streams.remove(stream);
        free(stream.chunks());
    }

    /** Where the inline bytes are now. */
    private long store(ObjectImage image, ByteBuffer payload) {
        if (image.inlineLength() == 0) {
            return ObjectRecord.NO_INLINE_BYTES;
        }
        long handle = inline.store(payload);
        if (handle == InlineStore.FULL) {
            garbage.collectDropped(Integer.MAX_VALUE);
            handle = inline.store(payload);
        }
        if (handle == InlineStore.FULL) {
            // A restart lays the objects out anew, so what fitted once need not fit again; it was acknowledged all the
            // same.
            handle = inline.storeBeyondCapacity(payload);
        }
        return handle;
    }

    private void put(long job, ObjectName name, ObjectImage image, long inlineHandle) {
        put(job, name, image, inlineHandle, 0, 0);
    }

    private void put(
            long jobNumber, ObjectName name, ObjectImage image, long inlineHandle, long claimId, long claimUntil) {
        makeRoom();
        JobState job = job(jobNumber);
        Bucket present = job.bucketOf(name);
        Bucket bucket = present == null ? bucketOrNew(job, name.bucket()) : present;
        int replaced = table.put(bucket, name, image, inlineHandle, claimId, claimUntil, true);
        count(bucket, name, 1, image.sizeBytes(), image.inlineLength());
        if (replaced != RecordHeap.NONE) {
            discount(bucket, name, replaced);
            release(replaced, true);
        }
    }

    /** Nobody ticks while a log is replayed: without this a start would hold the objects of all jobs that were dropped in it. */
    private void makeRoom() {
        if (!garbage.isDroppedEmpty() && !isWritingUploads() && !table.heap().isRoomy()) {
            garbage.collectDropped(COLLECTED_AT_ONCE);
        }
    }

    private Bucket bucketOrNew(JobState job, String name) {
        Bucket bucket = job.bucket(name);
        if (bucket == null) {
            bucket = table.newBucket(job.terms().job(), name);
            job.addBucket(bucket);
        }
        return bucket;
    }

    private void count(Bucket bucket, ObjectName name, int sign, long sizeBytes, long inlineBytes) {
        job(bucket.job()).count(sign, sign * sizeBytes, sign * inlineBytes);
        bucket.countInline(sign * inlineBytes);
        if (!prefixCounts.isAny(bucket.job())) {
            return;
        }
        if (sign > 0) {
            prefixCounts.added(bucket.job(), name.asBytes(), sizeBytes);
        } else {
            prefixCounts.removed(bucket.job(), name.asBytes(), sizeBytes);
        }
    }

    private void discount(Bucket bucket, ObjectName name, int slot) {
        ObjectRecord object = table.read(slot);
        count(bucket, name, -1, object.sizeBytes(), object.inlineLength());
    }

    /** Ends what a record is not in the tree for any more: its end, its inline bytes, its chunks, its memory. */
    private void release(int slot, boolean withChunks) {
        ObjectRecord object = leaving(slot);
        table.unschedule(slot);
        if (object.inlineLength() > 0 && object.inlineHandle() != ObjectRecord.NO_INLINE_BYTES) {
            inline.free(object.inlineHandle(), object.inlineLength());
        }
        if (withChunks) {
            free(object.chunks());
        }
        table.free(slot);
    }

    /** The record, before it is gone. */
    private ObjectRecord leaving(int slot) {
        if (snapshot != null) {
            snapshot.beforeFree(slot);
        }
        return table.read(slot);
    }

    private void free(List<Chunk> chunks) {
        for (int i = 0; i < chunks.size(); i++) {
            List<Replica> replicas = chunks.get(i).replicas();
            for (int n = 0; n < replicas.size(); n++) {
                free(replicas.get(n));
            }
        }
    }

    private void free(Replica replica) {
        UploadState upload = changing(replica.chunk().upload());
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
        Bucket bucket = job(jobNumber).bucketOf(name);
        int slot = table.get(bucket, name).slot();
        table.remove(bucket, slot);
        discount(bucket, name, slot);
        release(slot, true);
    }

    private void record(Mutation mutation, long affected) {
        changing(mutation.upload()).record(mutation, version, affected);
    }

    private void rename(Renamed it) {
        advanceTo(it.timeMillis());
        version++;
        Bucket bucket = job(it.job()).bucketOf(it.from());
        ObjectRecord moved = table.get(bucket, it.from());
        ObjectImage image = moved.image(version);
        table.remove(bucket, moved.slot());
        discount(bucket, it.from(), moved.slot());
        leaving(moved.slot());
        table.unschedule(moved.slot());
        table.free(moved.slot());
        record(it.mutation(), 1);
        // A rename makes a new version, so that a reader who waits for a later one sees it.
        put(it.job(), it.to(), image, moved.inlineHandle());
    }

    private void claim(Claimed it) {
        advanceTo(it.timeMillis());
        version++;
        setClaim(it.job(), it.name(), version, it.untilMillis());
        record(it.mutation(), 1);
    }

    /** Another record in the place of the present one, with all it has. */
    private void setClaim(long job, ObjectName name, long id, long untilMillis) {
        Bucket bucket = job(job).bucketOf(name);
        ObjectRecord object = table.get(bucket, name);
        ObjectImage image = object.image();
        leaving(object.slot());
        table.free(table.put(bucket, name, image, object.inlineHandle(), id, untilMillis, true));
    }

    private void endClaim(ClaimEnded it) {
        advanceTo(it.timeMillis());
        version++;
        record(it.mutation(), 1);
        if (it.consumed()) {
            remove(it.job(), it.name());
        } else {
            setClaim(it.job(), it.name(), 0, 0);
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
        bucketOrNew(job(it.job()), it.bucket()).setDefaultTtlMillis(it.defaultTtlMillis());
        record(it.mutation(), 1);
    }

    private void deleteBucket(BucketDeleted it) {
        advanceTo(it.timeMillis());
        version++;
        JobState job = job(it.job());
        Bucket bucket = job.removeBucket(it.bucket());
        long affected = bucket.objects().size();
        record(it.mutation(), affected);
        job.count(-affected, -bucket.objects().weight(), -bucket.inlineBytes());
        prefixCounts.cleared(it.job(), bucket.start());
        bucket.delete(version);
        garbage.delete(bucket);
        garbage.collectDeleted(FREED_AT_ONCE);
        streams.ofBucket(it.job(), it.bucket()).forEach(this::abandon);
    }

    private void freeObjects(ObjectsFreed it) {
        advanceTo(it.timeMillis());
        garbage.collectDeleted(it.objects());
    }

    /** No new version: no name has changed. */
    private void placeBucket(BucketPlaced it) {
        advanceTo(it.timeMillis());
        job(it.job()).directory().place(it.bucket(), it.shardId());
    }

    private void storeShards(ShardsStored it) {
        advanceTo(it.timeMillis());
        shards = it.shards();
    }

    private void storeJob(JobStored it) {
        advanceTo(it.timeMillis());
        JobState job = job(it.job().job());
        if (job == null) {
            job = new JobState(shardId, it.job());
            jobs.put(it.job().job(), job);
            jobsByNumber.put(it.job().job(), job);
        } else {
            job.change(it.job());
        }
    }

    /** Chunks are not walked: each node drops the job by itself. Memory is given back little by little. */
    private void dropJob(JobDropped it) {
        advanceTo(it.timeMillis());
        version++;
        tombstones.add(it.job(), it.untilEpochSeconds());
        recentJob = null;
        JobState job = jobs.remove(it.job());
        jobsByNumber.remove(it.job());
        if (job != null) {
            job.uploads().forEach(this::forgetUpload);
            streams.forgetJob(it.job());
            garbage.drop(job);
        }
    }

    private void forgetUpload(long upload) {
        recentUpload = null;
        recentlyHeard = null;
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
        bucketOrNew(job(it.job()), it.bucket()).setDefaultTtlMillis(it.defaultTtlMillis());
    }

    private void restoreObject(StoredObject it, ByteBuffer payload) {
        put(it.job(), it.name(), it.object(), store(it.object(), payload), it.claimId(), it.claimUntilMillis());
        restoreLive(it.object().chunks());
    }

    private void restoreLive(List<Chunk> chunks) {
        for (Chunk chunk : chunks) {
            for (Replica replica : chunk.replicas()) {
                upload(replica.chunk().upload()).restoreLive(replica.chunk().sequence());
            }
        }
    }

    private void restoreDeleted(DeletedBucketImage it) {
        Bucket bucket = table.newBucket(it.job(), it.bucket());
        bucket.delete(it.deletedAt());
        garbage.delete(bucket);
    }

    private void restoreDeleted(DeletedObjectImage it) {
        Bucket bucket = garbage.deletedAt(it.deletedAt());
        table.put(bucket, it.name(), it.object(), ObjectRecord.NO_INLINE_BYTES, 0, 0, false);
        restoreLive(it.object().chunks());
    }

    private void restoreGrowing(GrowingImage it) {
        begin(it.job(), it.name(), it.chunks());
        restoreLive(it.chunks());
    }

    private void restoreFrees(FreeQueueImage it) {
        nodes.queueOrNew(new NodeTable.NodeKey(it.nodeId(), it.incarnation())).restore(it.firstSequence(), it.chunks());
    }

    private void restoreTombstone(TombstoneImage it) {
        tombstones.restore(new Tombstones.Entry(it.job(), it.untilEpochSeconds(), it.sequence()));
    }
}
