package io.pocket.client;

import io.pocket.client.core.ReadOperation;
import io.pocket.client.wire.SocketLane;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

/**
 * Reads an object from its start, a few chunks ahead. What is returned has passed its checksum, and is all of one version: when the
 * object is replaced half-way, a read throws {@link ObjectChangedException}. Close it: it occupies one lane of the client until all
 * chunks have come. What is being written is followed on request, see {@link GetOptions#withFollow}. Each call has the get's deadline for itself. Not for several threads.
 */
public final class PocketInputStream extends InputStream {
    private final LanePool lanes;
    private final SocketLane lane;
    private final ReadOperation<?> get;
    private final StreamSink sink;
    private final long deadlineNanos;

    private ByteBuffer chunk;
    private boolean laneReturned;
    private boolean closed;

    /** @param deadline of each call of the stream */
    PocketInputStream(LanePool lanes, SocketLane lane, ReadOperation<?> get, StreamSink sink, Duration deadline) {
        this.lanes = lanes;
        this.lane = lane;
        this.get = get;
        this.sink = sink;
        this.deadlineNanos = deadline.toNanos();
    }

    /** Waits until the first bytes are there, so that a missing name shows here. */
    void open() {
        lane.start(get);
        drive();
        throwIfFailed();
    }

    private void carryOn() {
        if (!get.isDone()) {
            get.deadline(Math.max(get.deadlineNanos(), lane.nowNanos() + deadlineNanos));
        }
        drive();
    }

    private void drive() {
        if (!get.isDone()) {
            try {
                lane.drive(get, sink::hasNext);
            } catch (RuntimeException e) {
                laneReturned = true;
                lanes.discard(lane);
                throw e;
            }
        }
        if (get.isDone() && !laneReturned) {
            laneReturned = true;
            lanes.giveBack(lane);
        }
    }

    private void throwIfFailed() {
        if (get.isDone() && !sink.hasNext()) {
            Failures.resultOf(get.outcome());
        }
    }

    @Override
    public int read() throws IOException {
        return hasBytes() ? chunk.get() & 0xff : -1;
    }

    /**
     * Reads what is there, at least one byte.
     *
     * @throws IOException after {@link #close}
     * @throws PocketException when the rest cannot be read
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!hasBytes()) {
            return -1;
        }
        int count = Math.min(length, chunk.remaining());
        chunk.get(bytes, offset, count);
        return count;
    }

    @Override
    public int available() {
        return chunk == null ? 0 : chunk.remaining();
    }

    /** Whether the chunk at hand has bytes; fetches the next one if need be. */
    private boolean hasBytes() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (chunk != null && !chunk.hasRemaining()) {
            sink.done(chunk);
            chunk = null;
            if (!get.isDone()) {
                get.onSinkReady(lane.nowNanos());
            }
        }
        return chunk != null || fetch();
    }

    private boolean fetch() {
        if (!sink.hasNext()) {
            carryOn();
            throwIfFailed();
        }
        chunk = sink.next();
        return chunk != null;
    }

    /** Ends the read, also if not all was read. */
    @Override
    public void close() {
        closed = true;
        if (!laneReturned) {
            laneReturned = true;
            lane.cancel(get, "the stream was closed");
            lanes.giveBack(lane);
        }
    }
}
