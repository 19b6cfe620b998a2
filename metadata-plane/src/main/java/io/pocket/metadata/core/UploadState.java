package io.pocket.metadata.core;

import io.pocket.metadata.record.ResultImage;
import io.pocket.metadata.record.UploadImage;
import io.pocket.protocol.message.Mutation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One client session on this shard. It outlives its expiry as long as chunks written under it are named by objects, because only the
 * upload knows which of its chunks are alive.
 */
final class UploadState {
    private final long id;
    private final long job;
    private final Map<Integer, ResultImage> results = new HashMap<>();
    private final SequenceSet committed = new SequenceSet();
    private final SequenceSet live = new SequenceSet();
    private int chunkFloor;
    private int acknowledgedBelow;
    private boolean expired;

    /** Not logged: the last snapshot that was told of it, or that was begun before it came into being. */
    private long snapshot;

    /** Not logged: a restart gives every upload a full lease. */
    private long lastHeardMillis;

    /** Not logged: the one connection that may use the upload. */
    private ShardSession session;

    UploadState(long id, long job, long nowMillis) {
        this.id = id;
        this.job = job;
        this.lastHeardMillis = nowMillis;
    }

    long id() {
        return id;
    }

    long job() {
        return job;
    }

    boolean isExpired() {
        return expired;
    }

    void expire() {
        expired = true;
        results.clear();
        committed.clear();
    }

    /** Nothing refers to it any more. */
    boolean isForgettable() {
        return expired && live.isEmpty();
    }

    int chunkFloor() {
        return chunkFloor;
    }

    int acknowledgedBelow() {
        return acknowledgedBelow;
    }

    boolean wasCommitted(int sequence) {
        return committed.contains(sequence);
    }

    boolean isLive(int sequence) {
        return live.contains(sequence);
    }

    void commit(int sequence) {
        committed.add(sequence);
        live.add(sequence);
    }

    /** Restores a chunk that an object of the snapshot names. */
    void restoreLive(int sequence) {
        live.add(sequence);
    }

    int committedCount() {
        return committed.size();
    }

    void restoreCommitted(int sequence) {
        committed.add(sequence);
    }

    void free(int sequence) {
        live.remove(sequence);
    }

    /** The floor only rises. What lies below can never be committed, so whether it was need not be remembered. */
    void raiseFloor(int floor) {
        if (Integer.compareUnsigned(floor, chunkFloor) <= 0) {
            return;
        }
        chunkFloor = floor;
        committed.removeBelow(floor);
    }

    ResultImage result(int sequence) {
        return results.get(sequence);
    }

    int unacknowledged() {
        return results.size();
    }

    /** Results that would be kept after {@link #acknowledge}. */
    int unacknowledgedFrom(int below) {
        int count = 0;
        for (int sequence : results.keySet()) {
            count += Integer.compareUnsigned(sequence, below) >= 0 ? 1 : 0;
        }
        return count;
    }

    void restoreResult(ResultImage result) {
        results.put(result.sequence(), result);
    }

    /** Remembers a mutation's outcome and what its client acknowledged with it. */
    void record(Mutation mutation, long version, long affected) {
        acknowledge(mutation.acknowledgedBelow());
        raiseFloor(mutation.chunkFloor());
        results.put(mutation.sequence(), new ResultImage(mutation.sequence(), version, affected));
    }

    void acknowledge(int below) {
        if (Integer.compareUnsigned(below, acknowledgedBelow) <= 0) {
            return;
        }
        int formerly = acknowledgedBelow;
        acknowledgedBelow = below;
        if (Integer.compareUnsigned(below - formerly, results.size()) <= 0) {
            for (int sequence = formerly; sequence != below; sequence++) {
                results.remove(sequence);
            }
        } else {
            results.keySet().removeIf(sequence -> Integer.compareUnsigned(sequence, below) < 0);
        }
    }

    long lastHeardMillis() {
        return lastHeardMillis;
    }

    void heard(long nowMillis) {
        lastHeardMillis = nowMillis;
    }

    /** As a snapshot keeps it. */
    UploadImage image() {
        return new UploadImage(
                id,
                job,
                expired,
                chunkFloor,
                acknowledgedBelow,
                Arrays.stream(committed.toArray()).boxed().toList(),
                List.copyOf(results.values()));
    }

    boolean isWritten(long snapshotNumber) {
        return snapshot == snapshotNumber;
    }

    void setWritten(long snapshotNumber) {
        snapshot = snapshotNumber;
    }

    ShardSession session() {
        return session;
    }

    void bind(ShardSession owner) {
        session = owner;
    }
}
