package io.pocket.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.pocket.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.EnumSet;

/** The receiving half of a connection: the decoder, and the bytes that wait while reading is paused. */
final class ConnectionInput {
    private final Channel channel;
    private final FrameDecoder decoder;
    private final ArrayDeque<ByteBuf> unread = new ArrayDeque<>();
    private final EnumSet<ReadPause> pauses = EnumSet.noneOf(ReadPause.class);
    private ByteBuf lentTarget;
    private boolean decoding;

    ConnectionInput(Channel channel, FrameDecoder decoder) {
        this.channel = channel;
        this.decoder = decoder;
    }

    boolean paused() {
        return !pauses.isEmpty();
    }

    boolean pausedFor(ReadPause reason) {
        return pauses.contains(reason);
    }

    boolean midFrame() {
        return decoder.midFrame();
    }

    long framesEnded() {
        return decoder.framesEnded();
    }

    void pause(ReadPause reason) {
        pauses.add(reason);
        channel.config().setAutoRead(false);
    }

    /** Takes one reason away; true when it was the last, so that {@link #proceed} is due, from a task of its own. */
    boolean resume(ReadPause reason) {
        return pauses.remove(reason) && pauses.isEmpty();
    }

    /**
     * For a read that happens at once: where the payload under way is to go, or null if there is none or it does not pay. The buffer is to
     * be passed to {@link #receive} next, or released.
     */
    ByteBuf lendTarget() {
        ByteBuffer room = paused() || !unread.isEmpty() ? null : decoder.room();
        lentTarget = room == null ? null : Unpooled.wrappedBuffer(room).clear();
        return lentTarget;
    }

    @SuppressWarnings("ReferenceEquality") // the very buffer that was lent
    boolean isLentTarget(ByteBuf bytes) {
        return bytes == lentTarget;
    }

    /** Takes over the buffer. */
    void receive(ByteBuf bytes) throws ProtocolException {
        if (isLentTarget(bytes)) {
            receivedInPlace(bytes);
        } else if (pausedFor(ReadPause.CLOSING)) {
            bytes.release();
        } else if (unread.isEmpty() && !paused()) {
            decode(bytes);
        } else {
            unread.add(toKeep(bytes));
        }
    }

    /** Works off what waited, then reads again. */
    void proceed() throws ProtocolException {
        if (unread.isEmpty()) {
            unread.add(Unpooled.EMPTY_BUFFER);
        }
        while (!unread.isEmpty() && !paused()) {
            decode(unread.poll());
        }
        if (!paused()) {
            channel.config().setAutoRead(true);
        }
    }

    /** From here on bytes are read only to be thrown away, so that the peer's own close is noticed. */
    void discardAll() {
        close();
        channel.config().setAutoRead(true);
    }

    /** Gives up the frame under way; during a call of the decoder, when that returns. */
    void close() {
        pauses.add(ReadPause.CLOSING);
        if (!decoding) {
            releaseUnread();
            decoder.close();
        }
    }

    private void decode(ByteBuf bytes) throws ProtocolException {
        decoding = true;
        try {
            decoder.decode(bytes);
        } finally {
            decoding = false;
            keepOrRelease(bytes);
        }
    }

    private void receivedInPlace(ByteBuf bytes) {
        int count = bytes.readableBytes();
        lentTarget = null;
        bytes.release();
        decoding = true;
        try {
            decoder.received(count);
        } finally {
            decoding = false;
            if (pausedFor(ReadPause.CLOSING)) {
                close();
            }
        }
    }

    private void keepOrRelease(ByteBuf bytes) {
        if (pausedFor(ReadPause.CLOSING)) {
            bytes.release();
            close();
        } else if (bytes.isReadable()) {
            unread.addFirst(toKeep(bytes));
        } else {
            bytes.release();
        }
    }

    /** The loop's own memory serves whatever arrives next: what must wait does so elsewhere, and takes no more than its length. */
    private ByteBuf toKeep(ByteBuf bytes) {
        if (!(bytes instanceof LoopBuffer)) {
            return bytes;
        }
        try {
            return channel.alloc().directBuffer(bytes.readableBytes()).writeBytes(bytes);
        } finally {
            bytes.release();
        }
    }

    private void releaseUnread() {
        for (ByteBuf bytes = unread.poll(); bytes != null; bytes = unread.poll()) {
            bytes.release();
        }
    }
}
