package io.pocket.client.core;

import io.pocket.protocol.Checksum;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Discard;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Renew;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.WeightMapGet;
import io.pocket.protocol.message.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Puts an object. Small ones ride in the COMMIT. Others go to nodes first, chunk by chunk, several at a time, each under a
 * sequence that is never used again; the COMMIT then names them all and publishes them at once. Whatever happens to a chunk before that, it is
 * written anew, under a new sequence, to a node drawn anew.
 */
public final class PutOperation extends Operation<Mutated> {
    /** As many chunks as fit into a COMMIT with the longest name. */
    public static final int CHUNKS_MAX = (FrameHeader.MAX_BODY_LENGTH - 2048) / 34;

    private static final int NO_CHUNK = Integer.MAX_VALUE;

    private final ObjectName name;
    private final PutTerms terms;
    private final ByteSource source;

    private final List<ChunkWrite> chunks = new ArrayList<>();
    private final Candidates candidates = new Candidates(this);
    private ByteBuffer inline;
    private boolean inlineRefused;
    private boolean committing;
    private boolean wholeTaken;
    private long takenBytes;
    private boolean registered;

    private boolean renewing;
    private long renewNotBeforeNanos;
    private boolean refreshing;
    private boolean staleNode;
    /** What the last round of candidates ended with, if all of them had only the job's quota against it. */
    private Failure overQuota;

    private long pausedUntilNanos;
    private boolean paused;

    public PutOperation(ObjectName name, PutTerms terms, ByteSource source, long deadlineNanos) {
        super("put", name, deadlineNanos);
        this.name = name;
        this.terms = terms;
        this.source = source;
    }

    /** The source has more bytes, or its end. */
    public void onSourceReady(long now) {
        lane().at(now);
        if (isStarted() && !committing) {
            proceed();
        }
    }

    // Taking the source

    @Override
    String bucket() {
        return name.bucket();
    }

    @Override
    Opening opening() {
        return Opening.CREATE;
    }

    @Override
    void onStart() {
        proceed();
    }

    /** Does what can be done now: write, take, and in the end commit. */
    private void proceed() {
        if (paused || refreshing || committing || isDone()) {
            return;
        }
        try {
            writeWhatIsTaken();
            while (canTake() && takeNext()) {
                writeWhatIsTaken();
            }
        } catch (IOException e) {
            fail(Failure.localIo(subject() + ": the source of the bytes failed", e));
        }
        if (!isDone() && !committing && !paused && !refreshing && wholeTaken && isAllStored()) {
            commit();
        }
    }

    private boolean canTake() {
        return !isDone()
                && !paused
                && !refreshing
                && !committing
                && !wholeTaken
                && (ridesInCommit() || hasRoomUnderWay());
    }

    private boolean hasRoomUnderWay() {
        return !isDone() && mayHaveAnotherChunk();
    }

    @Override
    void onTurn() {
        proceed();
    }

    /** Whether something was taken. */
    private boolean takeNext() throws IOException {
        long size = source.sizeBytes();
        if (ridesInCommit()) {
            takeInline((int) size);
            return false;
        }
        if (size == takenBytes) {
            wholeTaken = true;
            return false;
        }
        return isSmallEnough(size) && mayWriteUnderThisUpload() && takeChunk(size);
    }

    private boolean ridesInCommit() {
        long size = source.sizeBytes();
        return size != ByteSource.UNKNOWN
                && takenBytes == 0
                && size <= session().inlineLimit()
                && !inlineRefused;
    }

    private void takeInline(int sizeBytes) throws IOException {
        inline = sizeBytes == 0 ? ByteBuffer.allocate(0) : source.take(0, sizeBytes);
        if (inline == null) {
            return;
        }
        if (inline.remaining() != sizeBytes) {
            endedEarly(inline.remaining(), sizeBytes);
            return;
        }
        wholeTaken = true;
        takenBytes = sizeBytes;
        commit();
    }

    private boolean takeChunk(long size) throws IOException {
        int chunkSize = session().chunkSize();
        int wanted = size == ByteSource.UNKNOWN ? chunkSize : (int) Math.min(chunkSize, size - takenBytes);
        ByteBuffer bytes = source.take(takenBytes, wanted);
        if (bytes == null) {
            return false;
        }
        if (bytes.remaining() != wanted && size != ByteSource.UNKNOWN) {
            endedEarly(takenBytes + bytes.remaining(), size);
            return false;
        }
        chunks.add(new ChunkWrite(takenBytes, bytes, Checksum.crc32c(bytes)));
        takenBytes += bytes.remaining();
        return true;
    }

    private boolean isSmallEnough(long size) {
        long chunkSize = session().chunkSize();
        boolean fits = Math.max(size, takenBytes + 1) <= CHUNKS_MAX * chunkSize;
        if (!fits) {
            fail(
                    FailureKind.INVALID_REQUEST,
                    "an object holds at most " + CHUNKS_MAX * chunkSize + " bytes; put it as several objects");
        }
        return fits;
    }

    private void endedEarly(long bytes, long size) {
        fail(FailureKind.INVALID_REQUEST, "the source ended after " + bytes + " of " + size + " bytes");
    }

    /** Chunks written under an upload that has expired would be written in vain. */
    private boolean mayWriteUnderThisUpload() {
        if (session().mayHaveExpired(lane().nowNanos())) {
            renew();
            return false;
        }
        return true;
    }

    // Writing chunks

    private void writeWhatIsTaken() throws IOException {
        for (int i = 0; i < chunks.size() && hasRoomUnderWay() && !paused && !refreshing; i++) {
            ChunkWrite chunk = chunks.get(i);
            if (chunk.isToWrite()) {
                write(chunk);
            }
        }
    }

    private void write(ChunkWrite chunk) throws IOException {
        if (chunk.bytes() == null && !takeAgain(chunk)) {
            return;
        }
        WeightMap.Member node = candidates.draw();
        if (node == null) {
            noCandidateLeft();
            return;
        }
        register();
        ChunkId id = new ChunkId(session().upload(), session().nextChunk());
        chunk.sent(id, node);
        chunkBegan();
        Write request = new Write(id, 0, chunk.lengthBytes);
        lane().nodes().find(node.nodeId(), node.incarnation()).submit(Call.toNode(this, request, chunk.bytes(), chunk));
    }

    /** From its first chunk on, it holds the session's chunk floor down. */
    private void register() {
        if (!registered) {
            registered = true;
            session().add(this);
        }
    }

    private boolean takeAgain(ChunkWrite chunk) throws IOException {
        if (!source.isRepeatable()) {
            fail(
                    FailureKind.UNAVAILABLE,
                    "a part that was stored already has to be written again, but the source cannot be read again; put it again");
            return false;
        }
        ByteBuffer bytes = source.take(chunk.offset, chunk.lengthBytes);
        if (bytes == null || bytes.remaining() != chunk.lengthBytes || Checksum.crc32c(bytes) != chunk.crc32c) {
            fail(FailureKind.INVALID_REQUEST, "the source changed while it was read; put it again");
            return false;
        }
        chunk.bytes(bytes);
        return true;
    }

    private void release(ChunkWrite chunk) {
        if (chunk.bytes() != null) {
            source.release(chunk.bytes());
            chunk.bytes(null);
        }
    }

    private boolean isAllStored() {
        for (ChunkWrite chunk : chunks) {
            if (!chunk.isStored()) {
                return false;
            }
        }
        return true;
    }

    @Override
    void onOtherAnswer(Call answered) {
        if (answered.request instanceof Write write) {
            onWriteAnswer(answered, write);
        } else if (answered.request instanceof Renew) {
            onRenewAnswer(answered);
        } else if (answered.request instanceof WeightMapGet) {
            refreshing = false;
            onMapRefreshed();
        }
    }

    private void onWriteAnswer(Call answered, Write write) {
        chunkEnded();
        ChunkWrite chunk = (ChunkWrite) answered.about;
        if (!write.chunk().equals(chunk.id())) {
            proceed(); // It was given up meanwhile, with its upload.
            return;
        }
        if (answered.status() == Status.OK) {
            chunk.stored();
            release(chunk);
            candidates.succeeded(chunk.node());
            overQuota = null;
        } else if (answered.status().retry() == Status.Retry.NEVER) {
            failRefused(answered);
            return;
        } else {
            chunk.again();
            onWriteRefused(answered, chunk);
        }
        proceed();
    }

    private void onWriteRefused(Call answered, ChunkWrite chunk) {
        if (answered.status() == Status.BUSY) {
            pause(candidates.busyPauseNanos(answered.retryAfterMillis()));
        } else if (answered.status() == Status.FULL) {
            candidates.full(chunk.node(), answered.retryAfterMillis());
        } else {
            candidates.refusedBy(chunk.node(), answered.status(), answered.retryAfterMillis());
        }
    }

    @Override
    void onNodeLost(Call call, Status status, String reason) {
        chunkEnded();
        ChunkWrite chunk = (ChunkWrite) call.about;
        if (((Write) call.request).chunk().equals(chunk.id())) {
            candidates.unreachable(chunk.node(), status, reason);
            if (status == Status.WRONG_NODE) {
                lane().refreshMap(shard());
            }
            chunk.again();
        }
        if (!committing) {
            proceed();
        }
    }

    private void noCandidateLeft() {
        if (candidates.isFullEverywhere()) {
            fail(
                    FailureKind.STORAGE_FULL,
                    "every node of the job is full; delete what is not needed or raise the job's capacity");
            return;
        }
        Failure quota = quotaFailure();
        long pauseNanos = candidates.startNextRound();
        overQuota = quota;
        if (quota != null && lane().nowNanos() + pauseNanos >= deadlineNanos()) {
            fail(quota);
            return;
        }
        refreshMap();
        pause(pauseNanos);
    }

    /** Null when something else than a quota is in the way. */
    private Failure quotaFailure() {
        return candidates.isOverQuota()
                ? Failure.overQuota(subject(), candidates.trouble(), candidates.quotaRetryMillis())
                : null;
    }

    private void refreshMap() {
        refreshing = true;
        shard().submit(Call.question(this, new WeightMapGet(), Lane.NEVER));
    }

    private void onMapRefreshed() {
        if (staleNode) {
            staleNode = false;
            rewriteStale();
        }
        proceed();
    }

    private void pause(long nanos) {
        paused = true;
        pausedUntilNanos = lane().nowNanos() + nanos;
    }

    // The upload

    private void renew() {
        if (!renewing) {
            renewing = true;
            Renew request = new Renew(session().upload(), session().chunkFloor());
            shard().submit(Call.ofUpload(this, request, request.upload()));
        }
    }

    private void onRenewAnswer(Call answered) {
        renewing = false;
        if (answered.status() == Status.OK) {
            proceed();
        } else if (answered.status().retry() == Status.Retry.NEVER) {
            failRefused(answered);
        } else {
            long pauseNanos = lane().backoff().pauseNanos(1);
            renewNotBeforeNanos = lane().nowNanos() + pauseNanos;
            pause(pauseNanos);
        }
    }

    @Override
    boolean hasUploaded() {
        return true;
    }

    /** A COMMIT names chunks of its shard's upload only. */
    @Override
    void onShardChanged(ShardSession former) {
        if (registered) {
            registered = false;
            former.remove(this);
        }
        chunks.forEach(this::discard);
        onUploadReplaced();
    }

    /** Chunks of the former upload are gone. */
    @Override
    void onUploadReplaced() {
        committing = false;
        renewing = false;
        refreshing = false;
        for (ChunkWrite chunk : chunks) {
            chunk.again();
        }
        if (inline != null && !inlineRefused) {
            commit();
        } else {
            proceed();
        }
    }

    /** Lowest chunk sequence that a COMMIT of this put may still name. */
    int lowestChunk() {
        int lowest = NO_CHUNK;
        for (ChunkWrite chunk : chunks) {
            if (chunk.id() != null) {
                lowest = Math.min(lowest, chunk.id().sequence());
            }
        }
        return lowest;
    }

    @Override
    long otherTimerNanos() {
        long timer = paused ? pausedUntilNanos : Lane.NEVER;
        boolean needsLease = !renewing && !committing && !chunks.isEmpty();
        return needsLease ? Math.min(timer, renewAtNanos()) : timer;
    }

    private long renewAtNanos() {
        return Math.max(renewNotBeforeNanos, session().renewAtNanos());
    }

    @Override
    void onOtherTimer() {
        long now = lane().nowNanos();
        if (!committing && !chunks.isEmpty() && now >= renewAtNanos()) {
            renew();
        }
        if (paused && now >= pausedUntilNanos) {
            paused = false;
            proceed();
        }
    }

    // Publishing

    private void commit() {
        committing = true;
        mutate();
    }

    @Override
    Request mutation(Mutation mutation) {
        boolean isInline = chunks.isEmpty();
        List<Chunk> places =
                isInline ? List.of() : chunks.stream().map(ChunkWrite::place).toList();
        int crc32c = isInline ? Checksum.crc32c(inline) : 0;
        return new Commit(
                mutation, name, terms.flags(), terms.ifVersion(), terms.ttlMillis(), takenBytes, crc32c, places);
    }

    @Override
    ByteBuffer mutationPayload() {
        return chunks.isEmpty() && inline.hasRemaining() ? inline : null;
    }

    @Override
    void onAnswer(Call answered) {
        switch (answered.status()) {
            case OK -> succeed((Mutated) answered.response());
            case INLINE_FULL -> onInlineFull(answered);
            case STALE_NODE -> onStaleNode();
            case EXISTS, CONDITION_FAILED, NOT_FOUND -> {
                discardChunks(answered);
                failRefused(answered);
            }
            default -> failRefused(answered);
        }
    }

    private void onInlineFull(Call answered) {
        if (!chunks.isEmpty() || !inline.hasRemaining()) {
            failRefused(answered);
            return;
        }
        committing = false;
        inlineRefused = true;
        chunks.add(new ChunkWrite(0, inline, Checksum.crc32c(inline)));
        inline = null;
        proceed();
    }

    private void onStaleNode() {
        committing = false;
        staleNode = true;
        refreshMap();
    }

    /** The shard does not say which node it refuses: it is one that left the map or takes nothing new, or else it may be any. */
    private void rewriteStale() {
        if (!rewriteThoseOn(candidates::hasLeftMap) && !rewriteThoseOn(candidates::isSpillOnly)) {
            rewriteThoseOn(node -> true);
        }
    }

    private boolean rewriteThoseOn(Predicate<WeightMap.Member> stale) {
        boolean any = false;
        for (ChunkWrite chunk : chunks) {
            if (chunk.isStored() && stale.test(chunk.node())) {
                candidates.refusedBy(chunk.node(), Status.STALE_NODE, 0);
                chunk.again();
                any = true;
            }
        }
        return any;
    }

    // The end

    /**
     * Frees early what no COMMIT will name; the shard has it freed later anyway. Only after an answer that leaves no doubt: a COMMIT
     * whose first answer was lost may have taken effect, and its chunks may be live.
     */
    private void discardChunks(Call refused) {
        if (!refused.isOutcomeUnknown()) {
            chunks.forEach(this::discard);
        }
    }

    private void discard(ChunkWrite chunk) {
        if (chunk.isStored()) {
            Link node = lane().nodes().find(chunk.node().nodeId(), chunk.node().incarnation());
            if (node != null && node.isReady()) {
                node.submit(Call.toNode(null, new Discard(chunk.id()), null, null));
            }
        }
    }

    @Override
    Failure obstacle() {
        if (overQuota != null) {
            return overQuota;
        }
        return candidates.trouble() == null
                ? null
                : Failure.of(FailureKind.UNAVAILABLE, subject() + ": no node takes its bytes: " + candidates.trouble());
    }

    @Override
    void onEnd() {
        if (shard() != null) {
            session().remove(this);
        }
        chunks.forEach(this::release);
        if (inline != null) {
            source.release(inline);
            inline = null;
        }
    }
}
