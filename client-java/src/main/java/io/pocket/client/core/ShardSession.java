package io.pocket.client.core;

import io.pocket.protocol.UploadId;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.Mutation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a lane is to one shard: its upload, the numbers used under it, and what the shard may forget. Survives connections; a
 * shard that let the upload expire gives another one, and all numbers start afresh.
 */
final class ShardSession {
    /** Sequences are unsigned 32 bits; a fresh upload is taken long before they run out. */
    private static final int WORN_OUT = 1 << 30;

    private final List<WriteOperation> writes = new ArrayList<>();
    private int[] unanswered = new int[8];
    private int unansweredCount;

    private int shardId;
    private long upload = UploadId.NONE;
    private boolean expired;
    private boolean givenUp;
    private long leaseNanos;
    private long heardAtNanos;
    private int nextMutation;
    private int nextChunk;
    private int inlineLimit;
    private int chunkSize;
    private int maxFrameLength;

    /**
     * HELLO succeeded.
     *
     * @param sentAtNanos when HELLO left: the shard heard of the upload no earlier
     * @return whether the upload is another one than before
     */
    boolean greeted(HelloReply reply, long sentAtNanos) {
        boolean replaced = upload != UploadId.NONE && upload != reply.uploadId();
        if (upload != reply.uploadId()) {
            upload = reply.uploadId();
            nextMutation = 1;
            nextChunk = 1;
            unansweredCount = 0;
        }
        shardId = reply.serverId();
        expired = false;
        givenUp = false;
        leaseNanos = reply.uploadLeaseMillis() * Lane.NANOS_PER_MILLI;
        heardAtNanos = sentAtNanos;
        inlineLimit = reply.inlineLimit();
        chunkSize = reply.chunkSize();
        maxFrameLength = reply.maxFrameLength();
        return replaced;
    }

    /** Which shard this is to; 0 before it answered for the first time. */
    int shardId() {
        return shardId;
    }

    long upload() {
        return upload;
    }

    /** What the next HELLO asks for. */
    long uploadToResume() {
        return expired ? UploadId.NONE : upload;
    }

    /** The upload is over: the next HELLO brings another one. */
    void expire() {
        expired = true;
    }

    /** Something under the upload is to end with it: the next operation takes another one, and this one is renewed no more. */
    void giveUp() {
        givenUp = true;
    }

    /** Better not used for another operation. */
    boolean isWornOut() {
        return givenUp || nextMutation > WORN_OUT || nextChunk > WORN_OUT;
    }

    /** The shard has acted on the upload in answer to what left at this time. */
    void heard(long sentAtNanos) {
        heardAtNanos = Math.max(heardAtNanos, sentAtNanos);
    }

    void lease(long nanos) {
        leaseNanos = nanos;
    }

    /** When the upload should be renewed: half of the lease after the shard last heard of it. */
    long renewAtNanos() {
        return heardAtNanos + leaseNanos / 2;
    }

    /** The shard may have let the upload expire by now. */
    boolean mayHaveExpired(long nowNanos) {
        return nowNanos - heardAtNanos >= leaseNanos;
    }

    /** A mutation with the next sequence; it is unanswered until {@link #answered}. */
    Mutation nextMutation() {
        int sequence = nextMutation++;
        if (unansweredCount == unanswered.length) {
            unanswered = Arrays.copyOf(unanswered, 2 * unansweredCount);
        }
        unanswered[unansweredCount++] = sequence;
        return new Mutation(upload, sequence, unanswered[0], chunkFloor());
    }

    /** The result of a mutation came, or nobody waits for it any more. */
    void answered(long ofUpload, int sequence) {
        if (ofUpload != upload) {
            return;
        }
        for (int i = 0; i < unansweredCount; i++) {
            if (unanswered[i] == sequence) {
                System.arraycopy(unanswered, i + 1, unanswered, i, --unansweredCount - i);
                return;
            }
        }
    }

    /** A chunk sequence that was never used. */
    int nextChunk() {
        return nextChunk++;
    }

    /** All chunk sequences below are committed or abandoned for good. */
    int chunkFloor() {
        int floor = nextChunk;
        for (WriteOperation write : writes) {
            floor = Math.min(floor, write.chunks().lowestSequence());
        }
        return floor;
    }

    /** Chunks of this operation count as neither committed nor abandoned, until it is removed. */
    void add(WriteOperation write) {
        writes.add(write);
    }

    void remove(WriteOperation write) {
        writes.remove(write);
    }

    /** Of a request to the shard. */
    int maxFrameLength() {
        return maxFrameLength;
    }

    int inlineLimit() {
        return inlineLimit;
    }

    int chunkSize() {
        return chunkSize;
    }
}
