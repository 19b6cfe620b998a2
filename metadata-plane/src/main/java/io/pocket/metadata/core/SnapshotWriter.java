package io.pocket.metadata.core;

import io.pocket.metadata.core.table.Leaves;
import io.pocket.metadata.core.table.RecordHeap;
import io.pocket.metadata.record.DeletedBucketImage;
import io.pocket.metadata.record.DeletedObjectImage;
import io.pocket.metadata.record.JobStored;
import io.pocket.metadata.record.NodeStored;
import io.pocket.metadata.record.ShardRecord;
import io.pocket.metadata.record.ShardsStored;
import io.pocket.metadata.record.SnapshotHeader;
import io.pocket.metadata.record.StoredObject;
import io.pocket.metadata.record.TombstoneImage;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Replica;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Writes a state as records that, applied to an empty state, give it again: as it is when the writing begins, though it goes on changing while it is
 * written, a slice at a time.
 *
 * <p>What is small is written at the beginning; of what never changes once it is there, only references are taken then
 * ({@link SnapshotCapture}). Uploads and objects are walked. Each knows whether it was written already; the state tells before it changes an
 * upload or gives a record back, and what was not written yet is written then. What came into being later is left out: the log has it.
 * An object is written behind the uploads of its chunks.
 */
public final class SnapshotWriter {
    private final ShardState state;
    private final ShardRules rules;
    private final byte[] key = new byte[Leaves.MAX_KEY_LENGTH];
    private Target target;
    private IOException failure;
    private SnapshotCapture capture;
    private Iterator<UploadState> uploads;
    private Iterator<Bucket> buckets;
    private Bucket bucket;
    private int keyLength;
    private boolean isBucketBegun;
    private long number;

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

    public SnapshotWriter(ShardState state, ShardRules rules, Target target) {
        this.state = state;
        this.rules = rules;
        this.target = target;
    }

    /** Writes all of it at once. */
    public void write() throws IOException {
        begin();
        while (!writeSome(Integer.MAX_VALUE)) {
            // Once is enough, but for the state's own count of steps.
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Fixes the state that will be written: as it is now. To be followed by {@link #writeSome} until that is done. */
    public void begin() {
        number = state.begin(this);
        put(new SnapshotHeader(
                state.timeMillis(),
                state.version(),
                state.uploadCounter(),
                state.tombstones().counter()));
        put(new ShardsStored(state.timeMillis(), state.shards()));
        state.nodes().entries().values().forEach(node -> put(new NodeStored(state.timeMillis(), node)));
        for (Tombstones.Entry entry : state.tombstones().all()) {
            put(new TombstoneImage(entry.job(), entry.untilEpochSeconds(), entry.sequence()));
        }
        state.jobs().values().forEach(job -> put(new JobStored(state.timeMillis(), job.terms())));
        capture = new SnapshotCapture(state);
        uploads = new ArrayList<>(state.uploads().values()).iterator();
        buckets = includedBuckets().iterator();
    }

    private List<Bucket> includedBuckets() {
        List<Bucket> included = new ArrayList<>();
        state.jobs().values().forEach(job -> included.addAll(job.buckets().values()));
        for (Bucket deleted : state.garbage().deleted()) {
            put(new DeletedBucketImage(deleted.job(), deleted.name(), deleted.deletedAt()));
            included.add(deleted);
        }
        included.forEach(each -> each.include(number));
        return included;
    }

    /**
     * Writes some more.
     *
     * @param steps uploads, objects and other records, at most
     * @return whether all is written, or would be had it not {@link #failure failed}
     */
    public boolean writeSome(int steps) {
        for (int i = 0; i < steps; i++) {
            if (!step()) {
                state.endSnapshot();
                return true;
            }
        }
        return false;
    }

    /** What kept it from being written, or null. After a failure the walk goes on without writing, so that all is marked. */
    public IOException failure() {
        return failure;
    }

    /** Writes no more; {@link #writeSome} is to be called until it is done nevertheless. */
    public void abandon() {
        target = (record, payload) -> {};
    }

    boolean isAtUploads() {
        return uploads.hasNext();
    }

    private boolean step() {
        if (uploads.hasNext()) {
            write(uploads.next());
            return true;
        }
        ShardRecord captured = capture.next();
        if (captured != null) {
            put(captured);
            return true;
        }
        return stepObject();
    }

    private boolean stepObject() {
        if (bucket == null) {
            if (!buckets.hasNext()) {
                return false;
            }
            bucket = buckets.next();
            isBucketBegun = false;
        }
        int slot = isBucketBegun
                ? bucket.objects().atOrAfter(key, keyLength, false)
                : bucket.objects().first();
        isBucketBegun = true;
        if (slot == RecordHeap.NONE) {
            bucket = null;
            return true;
        }
        keyLength = state.table().copyKey(slot, key);
        write(slot);
        return true;
    }

    /** The upload changes now. */
    void beforeChange(UploadState upload) {
        write(upload);
    }

    /** The record is given back now. */
    void beforeFree(int slot) {
        if (rules.keepsFormerObjects() && state.table().bucketOf(slot).isIncluded(number)) {
            write(slot);
        }
    }

    private void write(UploadState upload) {
        if (!upload.isWritten(number)) {
            upload.setWritten(number);
            put(upload.image());
        }
    }

    private void write(int slot) {
        if (state.table().isWritten(slot)) {
            return;
        }
        state.table().setWritten(slot);
        ObjectRecord object = state.table().read(slot);
        writeUploadsOf(object);
        Bucket of = state.table().bucketOf(slot);
        ObjectName name = state.table().nameOf(slot);
        if (of.wasDeleted()) {
            put(new DeletedObjectImage(of.deletedAt(), name, object.image()));
            return;
        }
        int inlineLength = object.inlineLength();
        ByteBuffer payload = inlineLength == 0 ? null : state.inline().view(object.inlineHandle(), inlineLength);
        put(new StoredObject(of.job(), name, object.image(), object.claimId(), object.claimUntilMillis()), payload);
    }

    private void writeUploadsOf(ObjectRecord object) {
        if (!uploads.hasNext()) {
            return;
        }
        for (Chunk chunk : object.chunks()) {
            for (Replica replica : chunk.replicas()) {
                UploadState upload = state.upload(replica.chunk().upload());
                if (upload == null) {
                    uploads.forEachRemaining(this::write); // Of a job dropped meanwhile, and not to be found any more.
                } else {
                    write(upload);
                }
            }
        }
    }

    private void put(ShardRecord record) {
        put(record, null);
    }

    private void put(ShardRecord record, ByteBuffer payload) {
        try {
            target.put(record, payload);
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException e) {
            // The record counts as written and never comes again, and the state may be amid a change: that goes on,
            // this ends.
            fail(new IOException("a record of the snapshot could not be written: " + e.getMessage(), e));
        }
    }

    private void fail(IOException cause) {
        failure = cause;
        abandon();
    }
}
