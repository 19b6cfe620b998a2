package io.pocket.client;

import io.pocket.client.core.AppendOperation;
import io.pocket.client.core.WriteOperation;
import io.pocket.client.wire.SocketLane;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Writes an object whose size is not known beforehand. {@link #close} publishes it, all at once, and throws when that fails; {@link
 * #abandon} ends it without a trace. A stream that is dropped without either publishes nothing, but occupies its lane. With
 * try-with-resources a half-written object would be published when the block throws; rather write:
 *
 * <pre>{@code
 * PocketOutputStream out = client.openForWrite("shuffle/7");
 * try {
 *     out.write(bytes);
 *     out.close();
 * } finally {
 *     out.abandon(); // does nothing after close
 * }
 * }</pre>
 *
 * <p>With {@link PutOptions#withReadableWhileWritten} followers read along; {@link #abandon}, or the writer's death, then ends the stream for
 * them when the session's lease ends.
 *
 * <p>Each call has the put's deadline for itself. A pause between calls that outlasts the session's lease loses what was written: the
 * next call then throws {@link UnavailableException}. Not for several threads.
 */
public final class PocketOutputStream extends OutputStream {
    private static final int FIRST_CAPACITY = 8 << 10;

    private final LanePool lanes;
    private final SocketLane lane;
    private final WriteOperation put;
    private final PipeSource source;
    private final long deadlineNanos;

    private byte[] gathered = new byte[0];
    private int count;
    private boolean closed;

    /** @param deadline of each call of the stream */
    PocketOutputStream(LanePool lanes, SocketLane lane, WriteOperation put, PipeSource source, Duration deadline) {
        this.lanes = lanes;
        this.lane = lane;
        this.put = put;
        this.source = source;
        this.deadlineNanos = deadline.toNanos();
    }

    /** Waits until the session tells how long chunks are. */
    void open() {
        lane.start(put);
        drive(() -> source.wantedBytes() > 0);
    }

    /** Each call on the stream has the whole deadline; the opening has what the wait for a lane left. */
    private void carryOn(BooleanSupplier enough) {
        put.deadline(lane.nowNanos() + deadlineNanos);
        drive(enough);
    }

    private void drive(BooleanSupplier enough) {
        try {
            lane.drive(put, enough);
        } catch (RuntimeException e) {
            broken();
            throw e;
        }
        if (put.isDone() && !closed) {
            giveUp();
        }
    }

    /** The put has failed: nothing else ends it before close. */
    private void giveUp() {
        closed = true;
        lanes.giveBack(lane);
        Failures.resultOf(put.outcome());
    }

    private void broken() {
        closed = true;
        lanes.discard(lane);
    }

    @Override
    public void write(int b) throws IOException {
        requireOpen();
        reserve(count + 1);
        gathered[count++] = (byte) b;
        if (count == source.wantedBytes()) {
            handOver();
        }
    }

    /**
     * Appends. What makes a chunk leaves while the caller goes on; it waits only while as many chunks are under way as allowed.
     *
     * @throws IOException after {@link #close}, {@link #abandon} or a failure
     * @throws PocketException when the put has failed; nothing is published then
     */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireOpen();
        int from = offset;
        int left = length;
        while (left > 0) {
            int part = Math.min(left, source.wantedBytes() - count);
            reserve(count + part);
            System.arraycopy(bytes, from, gathered, count, part);
            count += part;
            from += part;
            left -= part;
            if (count == source.wantedBytes()) {
                handOver();
            }
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed, or its put has failed");
        }
    }

    private void reserve(int bytes) {
        if (gathered.length < bytes) {
            int capacity = Math.max(bytes, Math.max(FIRST_CAPACITY, 2 * gathered.length));
            gathered = Arrays.copyOf(gathered, Math.min(capacity, source.wantedBytes()));
        }
    }

    /** Waits only while as many chunks are under way as allowed. */
    private void handOver() {
        source.offer(gathered, count);
        byte[] used = source.reusableArray();
        gathered = used == null ? new byte[0] : used;
        count = 0;
        lane.dropDeadConnections();
        put.onSourceReady(lane.nowNanos());
        carryOn(() -> !source.isWaiting());
    }

    /**
     * Makes what was written so far readable to those who follow, if the object is {@linkplain PutOptions#withReadableWhileWritten readable
     * while it is written}: returns when the shard tells of it. Each flush ends a chunk, and an object has at most some 1,800. Without it
     * whole chunks become readable as the writer goes on. Does nothing otherwise: nobody can see anything before {@link #close}.
     *
     * @throws PocketException when the put has failed; nothing is published then
     */
    @Override
    public void flush() {
        if (put instanceof AppendOperation append && !closed) {
            if (count > 0) {
                handOver();
            }
            carryOn(append::isCaughtUp);
        }
    }

    /**
     * Publishes the object; does nothing when the stream has ended already.
     *
     * @throws PocketException when it is not published, or not for certain
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        lane.dropDeadConnections();
        if (count > 0) {
            source.offer(gathered, count);
        }
        source.finish();
        put.onSourceReady(lane.nowNanos());
        publish();
    }

    private void publish() {
        put.deadline(lane.nowNanos() + deadlineNanos);
        try {
            lane.drive(put, () -> false);
        } catch (RuntimeException e) {
            broken();
            throw e;
        }
        closed = true;
        lanes.giveBack(lane);
        Failures.resultOf(put.outcome());
    }

    /** Ends the stream without publishing anything; does nothing when it has ended already. */
    public void abandon() {
        if (!closed) {
            closed = true;
            lane.cancel(put, "the stream was abandoned");
            lanes.giveBack(lane);
        }
    }
}
