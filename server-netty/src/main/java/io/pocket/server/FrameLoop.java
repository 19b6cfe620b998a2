package io.pocket.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** One event loop thread: where a handler and everything it owns lives. Any thread may call it. */
public final class FrameLoop implements Executor {
    /** A batch of small replies fits; a larger one takes several. */
    private static final int REPLY_BYTES = 32 << 10;

    private static final int REPLY_BUFFERS_KEPT = 64;

    /** For what is not received in place: as much as a reader gets in a batch of small requests. */
    private static final int RECEIVE_BYTES = 64 << 10;

    private static final int RECEIVE_BUFFERS_KEPT = 2;

    private final EventLoop eventLoop;
    private final EventLoopKind kind;
    private final CongestionControl congestionControl;
    private final LoopBuffers replyBuffers = new LoopBuffers(ByteBufAllocator.DEFAULT, REPLY_BYTES, REPLY_BUFFERS_KEPT);
    private final LoopBuffers receiveBuffers =
            new LoopBuffers(ByteBufAllocator.DEFAULT, RECEIVE_BYTES, RECEIVE_BUFFERS_KEPT);

    FrameLoop(EventLoop eventLoop, EventLoopKind kind, CongestionControl congestionControl) {
        this.eventLoop = eventLoop;
        this.kind = kind;
        this.congestionControl = congestionControl;
    }

    public EventLoopKind kind() {
        return kind;
    }

    /** Whether the calling thread is this loop's. */
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    /** Runs the task on the loop's thread, after what is queued there already. */
    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    /** Runs the task once on the loop's thread, when {@code delayNanos} have passed and the loop is free. */
    public Timer schedule(Runnable task, long delayNanos) {
        var scheduled = eventLoop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    CongestionControl congestionControl() {
        return congestionControl;
    }

    /** For frames on their way out; on the loop's thread. */
    LoopBuffers replyBuffers() {
        return replyBuffers;
    }

    /** For bytes that have just arrived; on the loop's thread. */
    LoopBuffers receiveBuffers() {
        return receiveBuffers;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** A scheduled task. */
    @FunctionalInterface
    public interface Timer {
        /** Harmless when the task has run. */
        void cancel();
    }
}
