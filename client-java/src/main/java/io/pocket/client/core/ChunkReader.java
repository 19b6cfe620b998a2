package io.pocket.client.core;

import io.pocket.protocol.Status;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Replica;
import io.pocket.protocol.message.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads chunks into a sink, several at a time, each from one of its replicas, and checks whole ones against their checksums. When no replica
 * of a chunk can be read its operation looks the object up again.
 */
final class ChunkReader {
    private static final int REPLICAS_MAX = Long.SIZE;

    private final ReadOperation<?> operation;
    private final ByteSink sink;
    private final long offset;

    private final List<ChunkRead> reads = new ArrayList<>();
    private int firstOpen;

    private boolean lookAgain;
    private int restarts;
    private boolean paused;
    private long pausedUntilNanos;
    private String trouble;

    /** @param offset of the object's first byte that is wanted */
    ChunkReader(ReadOperation<?> operation, ByteSink sink, long offset) {
        this.operation = operation;
        this.sink = sink;
        this.offset = offset;
    }

    private Lane lane() {
        return operation.lane();
    }

    // Chunks

    /** Whether these can be chunks of an object. */
    static boolean areSensible(List<Chunk> chunks) {
        for (Chunk chunk : chunks) {
            int replicas = chunk.replicas().size();
            if (chunk.lengthBytes() < 1 || replicas < 1 || replicas > REPLICAS_MAX) {
                return false;
            }
        }
        return true;
    }

    void add(ChunkRead read) {
        reads.add(read);
    }

    int size() {
        return reads.size();
    }

    boolean isEmpty() {
        return reads.isEmpty();
    }

    /** How many of the first chunks have been read; those behind may have been too. */
    int doneCount() {
        skipDone();
        return firstOpen;
    }

    boolean areAllDone() {
        return doneCount() == reads.size();
    }

    /**
     * Where chunks are by now.
     *
     * @param first index of the read that the first one is for
     */
    void relocate(int first, List<Chunk> found) {
        for (int i = 0; i < found.size() && first + i < reads.size(); i++) {
            reads.get(first + i).relocated(found.get(i));
        }
        firstOpen = 0;
    }

    /** Forgets all of them; nothing may be under way. */
    void drop() {
        for (ChunkRead read : reads) {
            if (read.hasTarget()) {
                sink.dropped(read.takeTarget());
            }
        }
        reads.clear();
        firstOpen = 0;
    }

    // Reading

    /** Sends what can be sent now; in the end looks up again, or tells that all is read. */
    void proceed() {
        if (paused || operation.isDone()) {
            return;
        }
        if (!lookAgain) {
            sendReads();
        }
        if (operation.isDone() || operation.chunksUnderWay() > 0 || paused) {
            return;
        }
        if (lookAgain) {
            operation.lookUpAgain();
        } else if (firstOpen == reads.size()) {
            operation.onAllRead();
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
        return !lookAgain && !paused && !operation.isDone() && operation.mayHaveAnotherChunk();
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
            lane().refreshMap(operation.shard());
            operation.restart(lane().backoff().pauseNanos(++restarts));
            return false;
        }
        operation.chunkBegan();
        Request request = read.sent(replica);
        linkTo(read.replica()).submit(Call.toNode(operation, request, null, read));
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

    void onAnswer(Call answered) {
        ChunkRead read = (ChunkRead) answered.about;
        operation.chunkEnded();
        read.ended();
        if (answered.status() == Status.OK && answered.payloadLength() == read.lengthBytes) {
            onBytes(read);
        } else if (answered.status() == Status.BUSY) {
            read.mayRetry();
            pause(pauseNanos(answered));
        } else if (answered.status() != Status.OK && answered.status().retry() == Status.Retry.NEVER) {
            operation.failRefused(answered);
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
    long pauseNanos(Call answered) {
        return answered.retryAfterMillis() > 0
                ? answered.retryAfterMillis() * Lane.NANOS_PER_MILLI
                : lane().backoff().pauseNanos(++restarts);
    }

    void onNodeLost(Call call, Status status, String reason) {
        ChunkRead read = (ChunkRead) call.about;
        operation.chunkEnded();
        read.ended();
        if (status == Status.WRONG_NODE) {
            lane().refreshMap(operation.shard());
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
            operation.restart(atOnce ? 0 : lane().backoff().pauseNanos(restarts));
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
            operation.failToStore(e);
        }
        skipDone();
    }

    private void onMismatch(ChunkRead read) {
        int mismatches = read.mismatched();
        boolean another = chooseReplica(read) >= 0;
        if (!another && mismatches >= ReadOperation.MISMATCHES_MAX) {
            operation.corrupt(
                    "the chunk at byte " + (read.sinkOffset + offset - read.from) + " on " + describe(read.replica()));
        } else if (!another) {
            read.mayRetry();
        }
    }

    // Looking again

    /** The operation is to look again once nothing is under way, and not before the pause is over. */
    void lookAgain(long pauseNanos) {
        lookAgain = true;
        if (pauseNanos > 0) {
            pause(pauseNanos);
        }
    }

    /** Pause before the next try; each one is longer until bytes arrive. */
    long nextPauseNanos() {
        return lane().backoff().pauseNanos(++restarts);
    }

    /** As {@link #nextPauseNanos}, but the first try is made at once. */
    long nextPauseNanosButFirst() {
        return restarts++ == 0 ? 0 : lane().backoff().pauseNanos(restarts);
    }

    /** The operation looks now. */
    void looking() {
        lookAgain = false;
    }

    private void pause(long nanos) {
        paused = true;
        pausedUntilNanos = lane().nowNanos() + nanos;
    }

    long timerNanos() {
        return paused ? pausedUntilNanos : Lane.NEVER;
    }

    /** The pause is over. */
    void resume() {
        paused = false;
    }

    ByteBuffer payloadTarget(ChunkRead read, int lengthBytes) {
        return lengthBytes == read.lengthBytes ? read.payloadTarget() : null;
    }

    /** See {@link Operation#workWhileWaiting}. */
    boolean checkSome() {
        for (int i = firstOpen; i < reads.size(); i++) {
            if (reads.get(i).checkSome()) {
                return true;
            }
        }
        return false;
    }

    Failure obstacle() {
        return trouble == null
                ? null
                : Failure.of(lane().rules().unreachable(), operation.subject() + ": cannot read its bytes: " + trouble);
    }
}
