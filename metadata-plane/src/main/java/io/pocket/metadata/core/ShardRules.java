package io.pocket.metadata.core;

import io.pocket.metadata.record.ResultImage;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Replica;
import io.pocket.protocol.message.Tombstone;
import java.util.List;

/** The shard's part of the design's rules, one decision a method, so that the simulator can take one out and must see it fail. */
public class ShardRules {
    /** Rule 2: after the shard logged that an upload expired, nothing is committed under it. */
    protected boolean isUploadUsable(UploadState upload) {
        return upload != null && !upload.isExpired();
    }

    /** Rule 2: a chunk may be freed when no object names it and no live upload can still commit it. */
    protected boolean isFree(UploadState upload, ChunkId chunk) {
        if (upload == null) {
            return true;
        }
        if (upload.isLive(chunk.sequence())) {
            return false;
        }
        return upload.isExpired() || isBelowFloor(upload, chunk.sequence());
    }

    /** Rule 2: what a client gave up may have been freed, so it cannot be committed. */
    protected boolean isBelowFloor(UploadState upload, int chunkSequence) {
        return Integer.compareUnsigned(chunkSequence, upload.chunkFloor()) < 0;
    }

    /** Rule 3: the last free that may leave the log: only what this log told can be acknowledged to it. */
    protected long acknowledgedUpTo(long logId, FreeQueue queue, Frees request) {
        return request.acknowledgedLogId() == logId ? Math.min(request.acknowledgedUpTo(), queue.lastSequence()) : 0;
    }

    /** Rule 4: a chunk is committed once, ever. */
    protected boolean wasCommitted(UploadState upload, int chunkSequence) {
        return upload.wasCommitted(chunkSequence);
    }

    /** Rule 4: the logged result that answers a repetition, or null for a new mutation. */
    protected ResultImage formerResult(UploadState upload, Mutation mutation) {
        return upload.result(mutation.sequence());
    }

    /** Rule 4: one connection at a time uses an upload, so an attempt left behind on a broken one can do nothing later. */
    protected boolean isFenced(UploadState upload, ShardSession session) {
        return upload.session() != session;
    }

    /** Rule 5: a COMMIT may name only incarnations that take chunks. */
    protected boolean takesChunks(NodeTable nodes, Replica replica) {
        return nodes.takesChunks(replica.nodeId(), replica.incarnation());
    }

    /** Rule 6: bytes are lost when the controller says so. */
    protected boolean isLost(NodeTable nodes, Replica replica) {
        return nodes.isLost(replica);
    }

    /** Whether no replica of the chunk is left. */
    final boolean isLostEverywhere(NodeTable nodes, Chunk chunk) {
        List<Replica> replicas = chunk.replicas();
        for (int i = 0; i < replicas.size(); i++) {
            if (!isLost(nodes, replicas.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Rule 7: a dropped job stays dropped. */
    protected boolean isDropped(Tombstones tombstones, long job) {
        return tombstones.contains(job);
    }

    /** A bucket lives on one shard for life: what is about one that lives elsewhere is not carried out here. */
    protected boolean isElsewhere(BucketDirectory directory, String bucket) {
        return directory.isElsewhere(bucket);
    }

    /** Rule 7: a node is told every tombstone that it has not been told. */
    protected List<Tombstone> tombstonesToTell(Tombstones tombstones, long toldUpTo, int max) {
        return tombstones.after(toldUpTo, max);
    }

    /** Rule 8: inline bytes are bounded. */
    protected boolean mayStoreInline(InlineStore inline, int lengthBytes) {
        return inline.fits(lengthBytes);
    }

    /** Rule 10: one claim at a time, and only until its lease ends. */
    protected boolean isClaimed(ObjectRecord object, long nowMillis) {
        return object.isClaimed(nowMillis);
    }

    /** Rule 10: only who holds the claim may end it, and the object with it. */
    protected boolean holdsClaim(ObjectRecord object, long claimId, long nowMillis) {
        return object.claimId() == claimId && object.isClaimed(nowMillis);
    }

    /** Rule 12: whether a page begins with the cursor itself, instead of behind it. */
    protected boolean includesCursor() {
        return false;
    }

    /** Rule 12: every object is listed that has not reached its end. */
    protected boolean isListed(ObjectRecord object, long nowMillis) {
        return !object.isExpired(nowMillis);
    }

    /** Rule 14: state time goes on from the logged one; the wall clock has no say. */
    protected long stateMillis(StateClock clock, long nowNanos, long epochMillis) {
        return clock.millis(nowNanos);
    }

    /** A snapshot shows the state at its beginning: an object that is changed while it is written is written before. */
    protected boolean keepsFormerObjects() {
        return true;
    }

    /** Rule 15: so many lookups may wait. */
    protected boolean mayPark(int parked, int maxParked) {
        return parked < maxParked;
    }

    /** Rule 15: so many sessions may be open. */
    protected boolean mayOpenUpload(int liveUploads, int maxUploads) {
        return liveUploads < maxUploads;
    }

    /** Whether the chunks of a COMMIT may be published; OK or the refusal. */
    final Status checkChunk(UploadState upload, NodeTable nodes, Mutation mutation, Replica replica) {
        int sequence = replica.chunk().sequence();
        if (replica.chunk().upload() != mutation.upload()) {
            return Status.INVALID_ARGUMENT;
        }
        if (isBelowFloor(upload, sequence) || Integer.compareUnsigned(sequence, mutation.chunkFloor()) < 0) {
            return Status.CHUNK_ABANDONED;
        }
        if (wasCommitted(upload, sequence)) {
            return Status.CHUNK_REUSED;
        }
        return takesChunks(nodes, replica) ? Status.OK : Status.STALE_NODE;
    }
}
