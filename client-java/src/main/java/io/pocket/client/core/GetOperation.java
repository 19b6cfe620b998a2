package io.pocket.client.core;

import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.ClaimEnd;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Replica;
import io.pocket.protocol.message.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Gets an object, or a range of it. The LOOKUP brings the bytes of a small one, otherwise their places; these are read several at a time.
 * When a place turns out wrong the LOOKUP is repeated: the same version goes on where it was, another one starts over, or is refused
 * with OBJECT_CHANGED when bytes have left for the caller (rule 11). Whole chunks and inline bytes are checked against their
 * checksums.
 */
public final class GetOperation extends Operation<ObjectReply> {
    private enum Phase {
        LOOKING_UP,
        READING,
        /** The claim is given back before the next LOOKUP. */
        RELEASING,
        /** The claim is confirmed: the object goes. */
        CONSUMING
    }

    /** A wrong checksum may be a mishap on the way once, not twice. */
    private static final int MISMATCHES_MAX = 2;

    private static final int REPLICAS_MAX = Long.SIZE;

    private final ObjectName name;
    private final GetTerms terms;
    private final ByteSink sink;
    private final InlineBytes inline;

    private final List<ChunkRead> reads = new ArrayList<>();
    private Phase phase = Phase.LOOKING_UP;
    private ObjectReply record;
    /** Index of the first read's chunk in the record. */
    private int firstChunk;

    private int firstOpen;
    private long claimId;

    private boolean lookAgain;
    private int restarts;
    private boolean paused;
    private long pausedUntilNanos;
    private String trouble;
    private long patienceNanos;

    public GetOperation(ObjectName name, GetTerms terms, ByteSink sink, long deadlineNanos) {
        super("get", name, deadlineNanos);
        this.name = name;
        this.terms = terms;
        this.sink = sink;
        inline = new InlineBytes(sink, terms.isWhole());
    }

    /** The sink has room again. */
    public void onSinkReady(long now) {
        lane().at(now);
        if (isStarted() && phase == Phase.READING) {
            proceed();
        }
    }

    // Looking up

    @Override
    String bucket() {
        return name.bucket();
    }

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
        lookAgain = false;
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
            case CLAIM_LOST -> restart(restarts++ == 0 ? 0 : lane().backoff().pauseNanos(restarts));
            default -> failRefused(answered);
        }
    }

    private void onNotThere(Call answered) {
        long now = lane().nowNanos();
        if (sink.isCommitted()) {
            changed();
        } else if (isAwaiting()) {
            boolean early = now - answered.sentAtNanos() < patienceNanos / 2;
            restart(early ? pauseNanos(answered) : 0);
        } else if (answered.status() == Status.DEADLINE_EXCEEDED) {
            fail(Failure.notAppeared(subject(), answered.response()));
        } else {
            failRefused(answered);
        }
    }

    private void changed() {
        fail(
                FailureKind.OBJECT_CHANGED,
                "it was replaced or deleted after part of it had been handed out; read it again from the start");
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
            dropReads();
            takeFound(payloadLength);
        }
    }

    private static boolean isSensible(ObjectReply found, int payloadLength) {
        if (found.chunks().isEmpty()) {
            return payloadLength == found.sizeBytes();
        }
        long sum = 0;
        for (Chunk chunk : found.chunks()) {
            int replicas = chunk.replicas().size();
            if (chunk.lengthBytes() < 1 || replicas < 1 || replicas > REPLICAS_MAX) {
                return false;
            }
            sum += chunk.lengthBytes();
        }
        return sum == found.sizeBytes() && payloadLength == 0;
    }

    private boolean isSameAgain(ObjectReply found) {
        return record != null
                && !reads.isEmpty()
                && lane().rules().isSameObject(record, found)
                && found.chunks().size() == record.chunks().size();
    }

    private void relocate(ObjectReply found) {
        for (int i = 0; i < reads.size(); i++) {
            reads.get(i).relocated(found.chunks().get(firstChunk + i));
        }
        record = found;
        firstOpen = 0;
        phase = Phase.READING;
        proceed();
    }

    private long rangeLength() {
        return Math.min(terms.lengthBytes(), record.sizeBytes() - terms.offset());
    }

    private void takeFound(int payloadLength) {
        if (record.chunks().isEmpty()) {
            takeInline(payloadLength);
            return;
        }
        String refusal = sink.begin(rangeLength());
        if (refusal != null) {
            fail(FailureKind.INVALID_REQUEST, refusal);
            return;
        }
        plan();
        phase = Phase.READING;
        proceed();
    }

    // Inline bytes

    @Override
    ByteBuffer payloadTarget(Call call, int lengthBytes) {
        if (call.about instanceof ChunkRead read) {
            return lengthBytes == read.lengthBytes ? read.target() : null;
        }
        return call.request instanceof Lookup ? inlineTarget(lengthBytes) : null;
    }

    private ByteBuffer inlineTarget(int lengthBytes) {
        if (inline.goStraight()) {
            dropReads();
        }
        return inline.target(lengthBytes);
    }

    private void takeInline(int payloadLength) {
        if (payloadLength == 0) {
            beginAndEnd();
        } else if (inline.refusal() != null) {
            fail(FailureKind.INVALID_REQUEST, inline.refusal());
        } else if (inline.areIntact(record.crc32c())) {
            deliverInline();
        } else if (inline.mismatched() < MISMATCHES_MAX) {
            restart(0);
        } else {
            corrupt("its inline bytes");
        }
    }

    private void beginAndEnd() {
        String refusal = sink.begin(0);
        if (refusal != null) {
            fail(FailureKind.INVALID_REQUEST, refusal);
        } else {
            onAllRead();
        }
    }

    private void deliverInline() {
        try {
            String refusal = inline.deliver(terms.offset(), (int) rangeLength());
            if (refusal != null) {
                fail(FailureKind.INVALID_REQUEST, refusal);
            } else {
                onAllRead();
            }
        } catch (IOException e) {
            failToStore(e);
        }
    }

    private void failToStore(IOException e) {
        fail(Failure.localIo(subject() + ": the bytes could not be stored", e));
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
                firstChunk = reads.isEmpty() ? i : firstChunk;
                reads.add(new ChunkRead(chunk, (int) (from - chunkStart), (int) (to - from), from - terms.offset()));
            }
            chunkStart = chunkEnd;
        }
    }

    /** Sends what can be sent now; in the end looks up again, or is done. */
    private void proceed() {
        if (paused || isDone()) {
            return;
        }
        if (!lookAgain) {
            sendReads();
        }
        if (isDone() || chunksUnderWay() > 0 || paused) {
            return;
        }
        if (lookAgain) {
            lookUpAgain();
        } else if (firstOpen == reads.size()) {
            onAllRead();
        }
    }

    private void sendReads() {
        skipDone();
        for (int i = firstOpen; i < reads.size() && mayRead(); i++) {
            ChunkRead read = reads.get(i);
            if (read.isOpen() && !(hasRoom(read) && send(read))) {
                return;
            }
        }
    }

    private boolean mayRead() {
        return !lookAgain && !paused && !isDone() && mayHaveAnotherChunk();
    }

    @Override
    void onTurn() {
        if (phase == Phase.READING) {
            proceed();
        }
    }

    private void skipDone() {
        while (firstOpen < reads.size() && reads.get(firstOpen).isDone()) {
            firstOpen++;
        }
    }

    private boolean hasRoom(ChunkRead read) {
        if (!read.hasTarget()) {
            read.target(sink.target(read.sinkOffset, read.lengthBytes));
        }
        return read.hasTarget();
    }

    /** Whether a replica could be asked. */
    private boolean send(ChunkRead read) {
        int replica = chooseReplica(read);
        if (replica < 0) {
            lane().refreshMap(shard());
            restart(lane().backoff().pauseNanos(++restarts));
            return false;
        }
        chunkBegan();
        Request request = read.sent(replica);
        linkTo(read.replica()).submit(Call.toNode(this, request, null, read));
        return true;
    }

    /** The first replica not tried yet, those on nodes that failed lately last; negative when all were tried or are unknown. */
    private int chooseReplica(ChunkRead read) {
        int suspect = -1;
        List<Replica> replicas = read.chunk().replicas();
        for (int i = 0; i < replicas.size(); i++) {
            Link link = read.isUntried(i) ? linkTo(replicas.get(i)) : null;
            if (link != null && !link.isSuspect()) {
                return i;
            }
            if (link == null && read.isUntried(i)) {
                trouble = "node " + replicas.get(i).nodeId() + " is in no weight map that this client has seen";
            }
            suspect = link != null && suspect < 0 ? i : suspect;
        }
        return suspect;
    }

    private Link linkTo(Replica replica) {
        return lane().nodes().find(replica.nodeId(), replica.incarnation());
    }

    @Override
    void onOtherAnswer(Call answered) {
        ChunkRead read = (ChunkRead) answered.about;
        chunkEnded();
        read.ended();
        if (answered.status() == Status.OK && answered.payloadLength() == read.lengthBytes) {
            onBytes(read);
        } else if (answered.status() == Status.BUSY) {
            read.mayRetry();
            pause(pauseNanos(answered));
        } else if (answered.status() != Status.OK && answered.status().retry() == Status.Retry.NEVER) {
            failRefused(answered);
            return;
        } else {
            String reason = answered.status() == Status.OK
                    ? "a wrong number of bytes"
                    : answered.status().toString();
            onReplicaFailed(read, "answered " + reason, answered.status().retry() == Status.Retry.FROM_LOOKUP);
        }
        proceed();
    }

    /** What the server asks for, or a back-off. */
    private long pauseNanos(Call answered) {
        return answered.retryAfterMillis() > 0
                ? answered.retryAfterMillis() * Lane.NANOS_PER_MILLI
                : lane().backoff().pauseNanos(++restarts);
    }

    @Override
    void onNodeLost(Call call, Status status, String reason) {
        ChunkRead read = (ChunkRead) call.about;
        chunkEnded();
        read.ended();
        if (status == Status.WRONG_NODE) {
            lane().refreshMap(shard());
        }
        onReplicaFailed(read, reason, status == Status.WRONG_NODE);
        proceed();
    }

    /** @param moved the place is out of date: the shard may know better at once */
    private void onReplicaFailed(ChunkRead read, String reason, boolean moved) {
        trouble = describe(read.replica()) + ": " + reason;
        if (!lookAgain && chooseReplica(read) < 0) {
            boolean atOnce = moved && restarts == 0;
            restarts++;
            restart(atOnce ? 0 : lane().backoff().pauseNanos(restarts));
        }
    }

    private String describe(Replica replica) {
        Link link = linkTo(replica);
        return link == null ? "node " + replica.nodeId() : link.endpoint().toString();
    }

    private void onBytes(ChunkRead read) {
        if (!read.isIntact()) {
            onMismatch(read);
            return;
        }
        read.done();
        trouble = null;
        restarts = 0;
        try {
            sink.filled(read.sinkOffset, read.takeTarget());
        } catch (IOException e) {
            failToStore(e);
        }
        skipDone();
    }

    private void onMismatch(ChunkRead read) {
        int mismatches = read.mismatched();
        boolean another = chooseReplica(read) >= 0;
        if (!another && mismatches >= MISMATCHES_MAX) {
            corrupt("the chunk at byte " + (read.sinkOffset + terms.offset() - read.from) + " on "
                    + describe(read.replica()));
        } else if (!another) {
            read.mayRetry();
        }
    }

    private void corrupt(String what) {
        fail(FailureKind.CORRUPT_OBJECT, "the checksum of " + what + " is wrong; compute and put it again");
    }

    /** Looks the object up again once nothing is under way any more that could write into the sink. */
    private void restart(long pauseNanos) {
        lookAgain = true;
        if (pauseNanos > 0) {
            pause(pauseNanos);
        }
        if (phase == Phase.LOOKING_UP) {
            phase = Phase.READING;
            proceed();
        }
    }

    private void lookUpAgain() {
        if (claimId == 0) {
            lookUp();
        } else {
            phase = Phase.RELEASING;
            mutate();
        }
    }

    private void pause(long nanos) {
        paused = true;
        pausedUntilNanos = lane().nowNanos() + nanos;
    }

    @Override
    long otherTimerNanos() {
        return paused ? pausedUntilNanos : Lane.NEVER;
    }

    @Override
    void onOtherTimer() {
        paused = false;
        if (phase == Phase.READING) {
            proceed();
        }
    }

    // The end

    private void onAllRead() {
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
    Failure obstacle() {
        return trouble == null
                ? null
                : Failure.of(lane().rules().unreachable(), subject() + ": cannot read its bytes: " + trouble);
    }

    private void dropReads() {
        for (ChunkRead read : reads) {
            if (read.hasTarget()) {
                sink.dropped(read.takeTarget());
            }
        }
        reads.clear();
        firstOpen = 0;
    }

    @Override
    void onEnd() {
        dropReads();
        inline.drop();
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
