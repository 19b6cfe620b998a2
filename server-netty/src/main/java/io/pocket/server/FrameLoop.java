package io.pocket.server;

import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** One event loop thread: where a handler and everything it owns lives. Any thread may call it. */
public final class FrameLoop implements Executor {
    private final EventLoop eventLoop;
    private final EventLoopKind kind;
    private final CongestionControl congestionControl;

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
