package io.pocket.client.core;

import io.pocket.protocol.ChunkId;
import io.pocket.protocol.Status;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Discard;
import io.pocket.protocol.message.WeightMapGet;
import io.pocket.protocol.message.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Writes chunks to nodes, several at a time, each under a sequence that is never used again. Whatever happens to a chunk before the
 * shard is told of it, it is written anew, under a new sequence, to a node drawn anew.
 */
final class ChunkWriter {
    private static final int NO_CHUNK = Integer.MAX_VALUE;

    private final WriteOperation operation;
    private final ChunkSupply supply;
    private final List<ChunkWrite> chunks = new ArrayList<>();
    private final Candidates candidates;

    private boolean refreshing;
    private boolean staleNode;
    /** What the last round of candidates ended with, if all of them had only the job's quota against it. */
    private Failure overQuota;

    private boolean paused;
    private long pausedUntilNanos;

    ChunkWriter(WriteOperation operation, ChunkSupply supply) {
        this.operation = operation;
        this.supply = supply;
        candidates = new Candidates(operation);
    }

    private Lane lane() {
        return operation.lane();
    }

    // Chunks

    void add(ChunkWrite chunk) {
        chunks.add(chunk);
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    int size() {
        return chunks.size();
    }

    /** Bytes of all of them. */
    long lengthBytes() {
        long sum = 0;
        for (ChunkWrite chunk : chunks) {
            sum += chunk.lengthBytes;
        }
        return sum;
    }

    boolean areAllStored() {
        return storedPrefix() == chunks.size();
    }

    /** How many of the first chunks are stored. */
    int storedPrefix() {
        int count = 0;
        while (count < chunks.size() && chunks.get(count).isStored()) {
            count++;
        }
        return count;
    }

    /** Where the first chunks are, which must be stored. */
    List<Chunk> places(int count) {
        List<Chunk> places = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            places.add(chunks.get(i).place());
        }
        return places;
    }

    /** The shard has the first chunks for good: they are none of this writer's business any more. */
    void forget(int count) {
        List<ChunkWrite> first = chunks.subList(0, count);
        first.forEach(supply::release);
        first.clear();
    }

    /** Lowest chunk sequence that may still be named to the shard. */
    int lowestSequence() {
        int lowest = NO_CHUNK;
        for (ChunkWrite chunk : chunks) {
            if (chunk.id() != null) {
                lowest = Math.min(lowest, chunk.id().sequence());
            }
        }
        return lowest;
    }

    // Writing

    /** Not after BUSY, and not while the weight map is fetched. */
    boolean mayWrite() {
        return !paused && !refreshing && !operation.isDone();
    }

    boolean hasRoomUnderWay() {
        return operation.mayHaveAnotherChunk();
    }

    /** Sends what is to be written and may be now. */
    void write() throws IOException {
        for (int i = 0; i < chunks.size() && mayWrite() && hasRoomUnderWay(); i++) {
            ChunkWrite chunk = chunks.get(i);
            if (chunk.isToWrite()) {
                write(chunk);
            }
        }
    }

    private void write(ChunkWrite chunk) throws IOException {
        if (chunk.bytes() == null && !supply.takeAgain(chunk)) {
            return;
        }
        WeightMap.Member node = candidates.draw();
        if (node == null) {
            noCandidateLeft();
            return;
        }
        operation.register();
        ShardSession session = operation.session();
        ChunkId id = new ChunkId(session.upload(), session.nextChunk());
        chunk.sent(id, node);
        operation.chunkBegan();
        Write request = new Write(id, 0, chunk.lengthBytes);
        lane().nodes()
                .find(node.nodeId(), node.incarnation())
                .submit(Call.toNode(operation, request, chunk.bytes(), chunk));
    }

    void onWriteAnswer(Call answered) {
        operation.chunkEnded();
        ChunkWrite chunk = (ChunkWrite) answered.about;
        if (!isOf(answered, chunk)) {
            operation.proceed(); // It was given up meanwhile, with its upload.
            return;
        }
        if (answered.status() == Status.OK) {
            chunk.stored();
            operation.onStored(chunk);
            candidates.succeeded(chunk.node());
            overQuota = null;
        } else if (answered.status().retry() == Status.Retry.NEVER) {
            operation.failRefused(answered);
            return;
        } else {
            chunk.again();
            onRefused(answered, chunk);
        }
        operation.proceed();
    }

    private static boolean isOf(Call call, ChunkWrite chunk) {
        return ((Write) call.request).chunk().equals(chunk.id());
    }

    private void onRefused(Call answered, ChunkWrite chunk) {
        if (answered.status() == Status.BUSY) {
            pause(candidates.busyPauseNanos(answered.retryAfterMillis()));
        } else if (answered.status() == Status.FULL) {
            candidates.full(chunk.node(), answered.retryAfterMillis());
        } else {
            candidates.refusedBy(chunk.node(), answered.status(), answered.retryAfterMillis());
        }
    }

    void onNodeLost(Call call, Status status, String reason) {
        operation.chunkEnded();
        ChunkWrite chunk = (ChunkWrite) call.about;
        if (isOf(call, chunk)) {
            candidates.unreachable(chunk.node(), status, reason);
            if (status == Status.WRONG_NODE) {
                lane().refreshMap(operation.shard());
            }
            chunk.again();
        }
        operation.proceed();
    }

    private void noCandidateLeft() {
        if (candidates.isFullEverywhere()) {
            operation.fail(
                    FailureKind.STORAGE_FULL,
                    "every node of the job is full; delete what is not needed or raise the job's capacity");
            return;
        }
        Failure quota = quotaFailure();
        long pauseNanos = candidates.startNextRound();
        overQuota = quota;
        if (quota != null && lane().nowNanos() + pauseNanos >= operation.deadlineNanos()) {
            operation.fail(quota);
            return;
        }
        refreshMap();
        pause(pauseNanos);
    }

    /** Null when something else than a quota is in the way. */
    private Failure quotaFailure() {
        return candidates.isOverQuota()
                ? Failure.overQuota(operation.subject(), candidates.trouble(), candidates.quotaRetryMillis())
                : null;
    }

    private void refreshMap() {
        refreshing = true;
        operation.shard().submit(Call.question(operation, new WeightMapGet(), Lane.NEVER));
    }

    void onMapRefreshed() {
        refreshing = false;
        if (staleNode) {
            staleNode = false;
            rewriteStale();
        }
        operation.proceed();
    }

    // Pausing

    void pause(long nanos) {
        paused = true;
        pausedUntilNanos = lane().nowNanos() + nanos;
    }

    /** When the pause is over. */
    long timerNanos() {
        return paused ? pausedUntilNanos : Lane.NEVER;
    }

    void onTime() {
        if (paused && lane().nowNanos() >= pausedUntilNanos) {
            paused = false;
            operation.proceed();
        }
    }

    // Writing again

    /** Chunks of the former upload are gone. */
    void onUploadReplaced() {
        refreshing = false;
        staleNode = false;
        chunks.forEach(ChunkWrite::again);
    }

    /** Whether stored chunks may be named to the shard: it refused none of them, or it is known by now which. */
    boolean mayName() {
        return !staleNode;
    }

    /** The shard refuses a node among those of the stored chunks. */
    void onStaleNode() {
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
     * Frees early what will not be named to the shard; the shard has it freed later anyway. Only after an answer that leaves no doubt: a
     * mutation whose first answer was lost may have taken effect, and its chunks may be live.
     */
    void discardAfter(Call refused) {
        if (!refused.isOutcomeUnknown()) {
            discardAll();
        }
    }

    /** The shard whose upload they were written under will never name them. */
    void discardAll() {
        chunks.forEach(this::discard);
    }

    private void discard(ChunkWrite chunk) {
        if (chunk.isStored()) {
            Link node = lane().nodes().find(chunk.node().nodeId(), chunk.node().incarnation());
            if (node != null && node.isReady()) {
                node.submit(Call.toNode(null, new Discard(chunk.id()), null, null));
            }
        }
    }

    /** See {@link Operation#workWhileWaiting}. */
    boolean checkSome() {
        for (ChunkWrite chunk : chunks) {
            if (chunk.checkSome()) {
                return true;
            }
        }
        return false;
    }

    Failure obstacle() {
        if (overQuota != null) {
            return overQuota;
        }
        return candidates.trouble() == null
                ? null
                : Failure.of(
                        FailureKind.UNAVAILABLE,
                        operation.subject() + ": no node takes its bytes: " + candidates.trouble());
    }

    void release() {
        chunks.forEach(supply::release);
    }
}
