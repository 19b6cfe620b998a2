package io.pocket.client.core;

import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.ClaimEnd;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Request;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Gets an object, or a range of it. The LOOKUP brings the bytes of a small one, otherwise their places; these are read several at a time.
 * When a place turns out wrong the LOOKUP is repeated: the same version goes on where it was, another one starts over, or is refused
 * with OBJECT_CHANGED when bytes have left for the caller (rule 11). Whole chunks and inline bytes are checked against their
 * checksums.
 */
public final class GetOperation extends ReadOperation<ObjectReply> {
    private enum Phase {
        LOOKING_UP,
        READING,
        /** The claim is given back before the next LOOKUP. */
        RELEASING,
        /** The claim is confirmed: the object goes. */
        CONSUMING
    }

    private final GetTerms terms;
    private Phase phase = Phase.LOOKING_UP;
    private ObjectReply record;
    /** Index of the first read's chunk in the record. */
    private int firstChunk;

    private long claimId;
    private long patienceNanos;

    public GetOperation(ObjectName name, GetTerms terms, ByteSink sink, long deadlineNanos) {
        super("get", name, terms.offset(), terms.isWhole(), sink, deadlineNanos);
        this.terms = terms;
    }

    @Override
    boolean isReading() {
        return phase == Phase.READING;
    }

    // Looking up

    /** Who waits for a name waits at the shard on which its bucket will be, so that the first put wakes it. */
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

    @Override
    void onStart() {
        lookUp();
    }

    private void lookUp() {
        phase = Phase.LOOKING_UP;
        reads().looking();
        patienceNanos = isAwaiting() ? awaitSliceNanos() : Lane.NEVER;
        if (terms.consume()) {
            mutate(patienceNanos);
        } else {
            ask(new Lookup(lookupFlags(), name, terms.afterVersion(), Mutation.NONE, 0), patienceNanos);
        }
    }

    private long awaitUntilNanos() {
        return startNanos() + terms.awaitNanos();
    }

    private boolean isAwaiting() {
        return lane().nowNanos() < awaitUntilNanos();
    }

    /** The shard must answer before the connection counts as silent. */
    private long awaitSliceNanos() {
        long sliceMax = lane().config().silenceTimeout().toNanos() / 5 * 4;
        return Math.min(sliceMax, awaitUntilNanos() - lane().nowNanos());
    }

    private int lookupFlags() {
        return (isAwaiting() ? Lookup.AWAIT : 0) | (terms.consume() ? Lookup.CLAIM : 0);
    }

    @Override
    Request mutation(Mutation mutation) {
        return switch (phase) {
            case LOOKING_UP, READING ->
                new Lookup(lookupFlags(), name, terms.afterVersion(), mutation, claimLeaseMillis());
            case RELEASING -> new ClaimEnd(mutation, name, claimId, false);
            case CONSUMING -> new ClaimEnd(mutation, name, claimId, true);
        };
    }

    /** The claim must last until this operation has ended. Events that were there before a thaw may be handled after the deadline. */
    private int claimLeaseMillis() {
        long millis = (deadlineNanos() - lane().nowNanos()) / Lane.NANOS_PER_MILLI + 1;
        return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
    }

    @Override
    boolean isTransient(Call answered) {
        boolean endOfSlice = answered.request instanceof Lookup && answered.status() == Status.DEADLINE_EXCEEDED;
        return !endOfSlice && super.isTransient(answered);
    }

    @Override
    void onAnswer(Call answered) {
        switch (phase) {
            case LOOKING_UP -> onLookup(answered);
            case RELEASING -> {
                claimId = 0;
                lookUp();
            }
            case CONSUMING -> onConsumed(answered);
            case READING -> throw new IllegalStateException(subject() + " asked nothing while reading");
        }
    }

    private void onLookup(Call answered) {
        switch (answered.status()) {
            case OK -> onFound((ObjectReply) answered.response(), answered.payloadLength());
            case NOT_FOUND, DEADLINE_EXCEEDED, CLAIMED -> onNotThere(answered);
            // The answer that brought the claim was lost, and the claim has ended since.
            case CLAIM_LOST -> restart(reads().nextPauseNanosButFirst());
            default -> failRefused(answered);
        }
    }

    private void onNotThere(Call answered) {
        long now = lane().nowNanos();
        if (sink.isCommitted()) {
            changed();
        } else if (isAwaiting()) {
            boolean early = now - answered.sentAtNanos() < patienceNanos / 2;
            restart(early ? reads().pauseNanos(answered) : 0);
        } else if (answered.status() == Status.DEADLINE_EXCEEDED) {
            fail(Failure.notAppeared(subject(), answered.response()));
        } else {
            failRefused(answered);
        }
    }

    private void onFound(ObjectReply found, int payloadLength) {
        claimId = found.claimId();
        if (!isSensible(found, payloadLength)) {
            fail(FailureKind.SERVER_ERROR, "the shard's answer contradicts itself; its log may say more");
        } else if (isSameAgain(found)) {
            relocate(found);
        } else if (sink.isCommitted()) {
            changed();
        } else if (terms.offset() > found.sizeBytes()) {
            fail(
                    FailureKind.INVALID_REQUEST,
                    "the range starts at " + terms.offset() + ", but the object has " + found.sizeBytes() + " bytes");
        } else {
            record = found;
            reads().drop();
            takeFound(payloadLength);
        }
    }

    private static boolean isSensible(ObjectReply found, int payloadLength) {
        if (found.chunks().isEmpty()) {
            return payloadLength == found.sizeBytes();
        }
        long sum = 0;
        for (Chunk chunk : found.chunks()) {
            sum += chunk.lengthBytes();
        }
        return ChunkReader.areSensible(found.chunks()) && sum == found.sizeBytes() && payloadLength == 0;
    }

    private boolean isSameAgain(ObjectReply found) {
        return record != null
                && !reads().isEmpty()
                && lane().rules().isSameObject(record, found)
                && found.chunks().size() == record.chunks().size();
    }

    private void relocate(ObjectReply found) {
        List<Chunk> chunks = found.chunks();
        reads().relocate(0, chunks.subList(firstChunk, chunks.size()));
        record = found;
        phase = Phase.READING;
        reads().proceed();
    }

    private long rangeLength() {
        return Math.min(terms.lengthBytes(), record.sizeBytes() - terms.offset());
    }

    private void takeFound(int payloadLength) {
        if (record.chunks().isEmpty()) {
            takeInline(payloadLength, record.crc32c(), terms.offset(), (int) rangeLength());
            return;
        }
        String refusal = sink.begin(rangeLength());
        if (refusal != null) {
            fail(FailureKind.INVALID_REQUEST, refusal);
            return;
        }
        plan();
        phase = Phase.READING;
        reads().proceed();
    }

    // Inline bytes

    @Override
    ByteBuffer payloadTarget(Call call, int lengthBytes) {
        if (call.about instanceof ChunkRead read) {
            return reads().payloadTarget(read, lengthBytes);
        }
        return call.request instanceof Lookup ? inlineTarget(lengthBytes) : null;
    }

    // Reading chunks

    private void plan() {
        long chunkStart = 0;
        long rangeEnd = terms.offset() + rangeLength();
        for (int i = 0; i < record.chunks().size(); i++) {
            Chunk chunk = record.chunks().get(i);
            long chunkEnd = chunkStart + chunk.lengthBytes();
            long from = Math.max(chunkStart, terms.offset());
            long to = Math.min(chunkEnd, rangeEnd);
            if (from < to) {
                firstChunk = reads().isEmpty() ? i : firstChunk;
                reads().add(new ChunkRead(chunk, (int) (from - chunkStart), (int) (to - from), from - terms.offset()));
            }
            chunkStart = chunkEnd;
        }
    }

    @Override
    void onOtherAnswer(Call answered) {
        reads().onAnswer(answered);
    }

    @Override
    void onNodeLost(Call call, Status status, String reason) {
        reads().onNodeLost(call, status, reason);
    }

    @Override
    void restart(long pauseNanos) {
        reads().lookAgain(pauseNanos);
        if (phase == Phase.LOOKING_UP) {
            phase = Phase.READING;
            reads().proceed();
        }
    }

    @Override
    void lookUpAgain() {
        if (claimId == 0) {
            lookUp();
        } else {
            phase = Phase.RELEASING;
            mutate();
        }
    }

    @Override
    long otherTimerNanos() {
        return reads().timerNanos();
    }

    @Override
    void onOtherTimer() {
        reads().resume();
        if (phase == Phase.READING) {
            reads().proceed();
        }
    }

    // The end

    @Override
    void onAllRead() {
        if (claimId == 0) {
            succeed(record);
        } else {
            phase = Phase.CONSUMING;
            mutate();
        }
    }

    private void onConsumed(Call answered) {
        claimId = 0;
        if (answered.status() == Status.OK) {
            succeed(record);
        } else if (answered.status() == Status.NOT_FOUND) {
            fail(Failure.refused(subject(), Status.CLAIM_LOST, 0, answered.response()));
        } else {
            failRefused(answered);
        }
    }

    @Override
    void onUploadReplaced() {
        if (phase == Phase.LOOKING_UP) {
            lookUp();
        } else {
            mutate();
        }
    }

    @Override
    void onEnd() {
        super.onEnd();
        if (claimId != 0 && phase != Phase.CONSUMING && shard().isReady()) {
            releaseUnattended();
        }
    }

    /** Best effort: without it the claim ends with its lease. */
    private void releaseUnattended() {
        Mutation mutation = session().nextMutation();
        ClaimEnd release = new ClaimEnd(mutation, name, claimId, false);
        shard().submit(Call.mutation(null, release, null, mutation, Lane.NEVER));
    }
}
