package io.pocket.client.core;

import io.pocket.protocol.ObjectName;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Brings the bytes of an object into a sink: inline ones from the shard's answer, others chunk by chunk from nodes. */
public abstract class ReadOperation<T> extends Operation<T> {
    /** A wrong checksum may be a mishap on the way once, not twice. */
    static final int MISMATCHES_MAX = 2;

    final ObjectName name;
    final ByteSink sink;
    final InlineBytes inline;

    private final ChunkReader reads;

    /**
     * @param offset of the object's first byte that is wanted
     * @param whole all of the object is wanted
     */
    @SuppressWarnings("this-escape") // It only keeps the reference.
    ReadOperation(String verb, ObjectName name, long offset, boolean whole, ByteSink sink, long deadlineNanos) {
        super(verb, name, deadlineNanos);
        this.name = name;
        this.sink = sink;
        inline = new InlineBytes(sink, whole);
        reads = new ChunkReader(this, sink, offset);
    }

    /** The sink has room again. */
    public final void onSinkReady(long now) {
        lane().at(now);
        if (isStarted() && isReading()) {
            reads.proceed();
        }
    }

    @Override
    final void onTurn() {
        if (isReading()) {
            reads.proceed();
        }
    }

    final ChunkReader reads() {
        return reads;
    }

    @Override
    final String bucket() {
        return name.bucket();
    }

    // For subclasses

    /** Whether chunks may be read now. */
    abstract boolean isReading();

    /** Nothing is under way, and what is known of the object turned out wrong: ask the shard again. */
    abstract void lookUpAgain();

    /** All chunks that are known have been read. */
    abstract void onAllRead();

    /** What is known of the object is wrong; ask again after a pause, once nothing is under way that could write into the sink. */
    abstract void restart(long pauseNanos);

    // Inline bytes

    final ByteBuffer inlineTarget(int lengthBytes) {
        if (inline.goStraight()) {
            reads.drop();
        }
        return inline.target(lengthBytes);
    }

    /**
     * Hands inline bytes over that have arrived, or fails, or looks again.
     *
     * @param offset of the part that is wanted, of {@code rangeLength} bytes
     */
    final void takeInline(int payloadLength, int crc32c, long offset, int rangeLength) {
        if (payloadLength == 0) {
            beginAndEnd();
        } else if (inline.refusal() != null) {
            fail(FailureKind.INVALID_REQUEST, inline.refusal());
        } else if (inline.areIntact(crc32c)) {
            deliverInline(offset, rangeLength);
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

    private void deliverInline(long offset, int rangeLength) {
        try {
            String refusal = inline.deliver(offset, rangeLength);
            if (refusal != null) {
                fail(FailureKind.INVALID_REQUEST, refusal);
            } else {
                onAllRead();
            }
        } catch (IOException e) {
            failToStore(e);
        }
    }

    final void failToStore(IOException e) {
        fail(Failure.localIo(subject() + ": the bytes could not be stored", e));
    }

    final void corrupt(String what) {
        fail(FailureKind.CORRUPT_OBJECT, "the checksum of " + what + " is wrong; compute and put it again");
    }

    /** Rule 11. */
    final void changed() {
        fail(
                FailureKind.OBJECT_CHANGED,
                "it was replaced or deleted after part of it had been handed out; read it again from the start");
    }

    @Override
    public boolean workWhileWaiting() {
        return reads.checkSome();
    }

    @Override
    Failure obstacle() {
        return reads.obstacle();
    }

    @Override
    void onEnd() {
        reads.drop();
        inline.drop();
    }
}
