package io.pocket.client.core;

import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Follow;
import io.pocket.protocol.message.FollowReply;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.ObjectReply;
import java.nio.ByteBuffer;

/**
 * Gets an object while it is written, and brings the version under which it is published in the end. FOLLOW tells of chunks as they come;
 * they are read while the next FOLLOW waits at the shard. An object that is published already is read in the same way, an inline one by a LOOKUP.
 *
 * <p>When the stream is gone, or a place turns out wrong, the shard is asked again: what it calls the same stream goes on where it was;
 * otherwise the read starts over, or is refused with OBJECT_CHANGED when bytes have left for the caller (rule 11).
 */
public final class FollowOperation extends ReadOperation<Long> {
    private final long awaitNanos;

    private ChunkId stream = ChunkId.NONE;
    private long version;
    private int totalChunks;
    private long knownBytes;
    /** Index of the first chunk that was asked for. */
    private int askedFrom;

    /** Chunks turned out not to be where they were; none is read until the shard has told where they are now. */
    private boolean relocating;
    /** The stream has ended unpublished. */
    private boolean gone;

    private long patienceNanos;
    private long askAgainNanos = Lane.NEVER;

    /**
     * @param awaitNanos wait so long for somebody to begin to write, or to have written, the object; 0 to not wait
     */
    public FollowOperation(ObjectName name, long awaitNanos, ByteSink sink, long deadlineNanos) {
        super("get", name, 0, true, sink, deadlineNanos);
        this.awaitNanos = awaitNanos;
    }

    @Override
    boolean isReading() {
        return isNamed() && !relocating;
    }

    private boolean isNamed() {
        return !stream.equals(ChunkId.NONE);
    }

    private boolean isWholeKnown() {
        return version != 0 && reads().size() == totalChunks;
    }

    // Asking

    /** As with a get that awaits: the shard on which the bucket will be is the one to wait at. */
    @Override
    Opening opening() {
        return isAwaiting() ? Opening.CREATE_IF_PERMITTED : Opening.FIND;
    }

    @Override
    void onBucketMissing(Call answered) {
        if (sink.isCommitted()) {
            changed();
        } else if (isAwaiting()) {
            findShardLater(answered);
        } else {
            failRefused(answered);
        }
    }

    /** Nothing that the former shard told holds here. */
    @Override
    void onShardChanged(ShardSession former) {
        if (isNamed()) {
            onGone();
        } else {
            askFrom();
        }
    }

    @Override
    void onStart() {
        follow();
    }

    private void follow() {
        askedFrom = reads().size();
        askFrom();
    }

    private void askFrom() {
        askAgainNanos = Lane.NEVER;
        boolean awaits = !isNamed() && isAwaiting();
        patienceNanos = isNamed() || awaits ? sliceNanos() : Lane.NEVER;
        ask(new Follow(name, awaits ? Follow.AWAIT : 0, stream, askedFrom), patienceNanos);
    }

    private boolean isAwaiting() {
        return lane().nowNanos() < startNanos() + awaitNanos;
    }

    /** The shard must answer before the connection counts as silent. */
    private long sliceNanos() {
        long sliceMax = lane().config().silenceTimeout().toNanos() / 5 * 4;
        return isNamed() ? sliceMax : Math.min(sliceMax, startNanos() + awaitNanos - lane().nowNanos());
    }

    @Override
    boolean isTransient(Call answered) {
        boolean endOfSlice = answered.request instanceof Follow && answered.status() == Status.DEADLINE_EXCEEDED;
        return !endOfSlice && super.isTransient(answered);
    }

    @Override
    void onAnswer(Call answered) {
        switch (answered.status()) {
            case OK -> {
                if (answered.response() instanceof FollowReply reply) {
                    onMore(reply);
                } else {
                    onInline((ObjectReply) answered.response(), answered.payloadLength());
                }
            }
            case DEADLINE_EXCEEDED, NOT_FOUND, CONDITION_FAILED -> onNothing(answered);
            default -> failRefused(answered);
        }
    }

    private void onNothing(Call answered) {
        if (!isNamed()) {
            onNotThere(answered);
        } else if (answered.status() == Status.DEADLINE_EXCEEDED) {
            askAgain(pauseNanos(answered));
        } else {
            onGone();
        }
    }

    private void onNotThere(Call answered) {
        if (isAwaiting()) {
            askAgain(pauseNanos(answered));
        } else if (answered.status() == Status.DEADLINE_EXCEEDED) {
            fail(Failure.notAppeared(subject(), answered.response()));
        } else {
            failRefused(answered);
        }
    }

    /** A shard that does not wait as long as it was asked to is not asked again at once. */
    private long pauseNanos(Call answered) {
        boolean early = lane().nowNanos() - answered.sentAtNanos() < patienceNanos / 2;
        return early ? reads().pauseNanos(answered) : 0;
    }

    private void askAgain(long pauseNanos) {
        askAgainNanos = lane().nowNanos() + pauseNanos;
        if (pauseNanos == 0) {
            askFrom();
        }
    }

    /** Its writer gave up, or another object has taken its place. */
    private void onGone() {
        if (sink.isCommitted()) {
            changed();
        } else {
            gone = true;
            reads().lookAgain(0);
            reads().proceed();
        }
    }

    // What the shard tells

    private void onMore(FollowReply reply) {
        if (!isSensible(reply)) {
            fail(FailureKind.SERVER_ERROR, "the shard's answer contradicts itself; its log may say more");
        } else if (isNamed() && !lane().rules().isSameStream(stream, reply)) {
            onGone();
        } else if (reply.stream().equals(ChunkId.NONE)) {
            lookUpInline();
        } else {
            take(reply);
        }
    }

    /** Something new, and no more of it than there is. */
    private boolean isSensible(FollowReply reply) {
        boolean isNews = !reply.chunks().isEmpty() || reply.version() != 0;
        boolean endsInside = askedFrom + reply.chunks().size() <= reply.totalChunks();
        return isNews && endsInside && ChunkReader.areSensible(reply.chunks());
    }

    private void take(FollowReply reply) {
        if (!isNamed() && !begin(reply)) {
            return;
        }
        int known = reads().size();
        reads().relocate(askedFrom, reply.chunks());
        for (int i = known - askedFrom; i < reply.chunks().size(); i++) {
            Chunk chunk = reply.chunks().get(i);
            reads().add(new ChunkRead(chunk, 0, chunk.lengthBytes(), knownBytes));
            knownBytes += chunk.lengthBytes();
        }
        version = reply.version();
        totalChunks = reply.totalChunks();
        relocating = false;
        if (isWholeKnown() && knownBytes != reply.sizeBytes()) {
            fail(FailureKind.SERVER_ERROR, "the object's chunks do not make its size; the shard's log may say more");
            return;
        }
        if (!isWholeKnown()) {
            follow();
        }
        reads().proceed();
    }

    private boolean begin(FollowReply reply) {
        String refusal = sink.begin(ByteSink.UNKNOWN);
        if (refusal != null) {
            fail(FailureKind.INVALID_REQUEST, refusal);
            return false;
        }
        stream = reply.stream();
        return true;
    }

    // Chunks

    @Override
    void onOtherAnswer(Call answered) {
        // The answer to a FOLLOW that another one has replaced tells nothing that the other will not.
        if (answered.about instanceof ChunkRead) {
            reads().onAnswer(answered);
        }
    }

    @Override
    void onNodeLost(Call call, Status status, String reason) {
        reads().onNodeLost(call, status, reason);
    }

    @Override
    void restart(long pauseNanos) {
        reads().lookAgain(pauseNanos);
        if (!isReading()) {
            reads().proceed();
        }
    }

    /** From the first chunk on that is still needed: the answer comes at once. */
    @Override
    void lookUpAgain() {
        reads().looking();
        if (gone) {
            startOver();
        } else {
            relocating = isNamed();
            askedFrom = reads().doneCount();
            askFrom();
        }
    }

    private void startOver() {
        gone = false;
        stream = ChunkId.NONE;
        version = 0;
        totalChunks = 0;
        knownBytes = 0;
        relocating = false;
        reads().drop();
        follow();
    }

    @Override
    void onAllRead() {
        if (version != 0 && (!isNamed() || isWholeKnown())) {
            succeed(version);
        }
    }

    // An object without chunks

    private void lookUpInline() {
        ask(new Lookup(0, name, 0, Mutation.NONE, 0), Lane.NEVER);
    }

    private void onInline(ObjectReply found, int payloadLength) {
        if (!found.chunks().isEmpty()) {
            follow(); // It was replaced in between.
        } else if (payloadLength != found.sizeBytes()) {
            fail(FailureKind.SERVER_ERROR, "the shard's answer contradicts itself; its log may say more");
        } else {
            version = found.version();
            takeInline(payloadLength, found.crc32c(), 0, payloadLength);
        }
    }

    @Override
    ByteBuffer payloadTarget(Call call, int lengthBytes) {
        if (call.about instanceof ChunkRead read) {
            return reads().payloadTarget(read, lengthBytes);
        }
        return call.request instanceof Lookup ? inlineTarget(lengthBytes) : null;
    }

    // Time

    @Override
    long otherTimerNanos() {
        return Math.min(askAgainNanos, reads().timerNanos());
    }

    @Override
    void onOtherTimer() {
        long now = lane().nowNanos();
        if (now >= askAgainNanos) {
            askFrom();
        }
        if (now >= reads().timerNanos()) {
            reads().resume();
            if (!relocating) {
                reads().proceed();
            }
        }
    }
}
