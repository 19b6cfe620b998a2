package io.pocket.server;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.pocket.protocol.spin.SpinPolicy;
import java.util.function.LongSupplier;

/**
 * Looks for events for a short while before it lets the thread sleep, as {@link SpinPolicy} says. On the loop's thread only, but for
 * {@link #wakeup}.
 */
final class SpinningIoHandler implements IoHandler {
    private final IoHandler handler;
    private final SpinPolicy policy;
    private final LongSupplier nanoClock;
    private final SpinCounters counters;
    private final Look look = new Look();

    private SpinningIoHandler(IoHandler handler, long spinNanos, LongSupplier nanoClock, SpinCounters counters) {
        this.handler = handler;
        this.policy = new SpinPolicy(spinNanos);
        this.nanoClock = nanoClock;
        this.counters = counters;
    }

    /** The factory's handlers, spinning for so long at most; with 0 the factory itself. */
    static IoHandlerFactory around(IoHandlerFactory factory, long spinNanos, SpinCounters counters) {
        return spinNanos == 0
                ? factory
                : executor ->
                        new SpinningIoHandler(factory.newHandler(executor), spinNanos, System::nanoTime, counters);
    }

    static SpinningIoHandler around(IoHandler handler, long spinNanos, LongSupplier nanoClock, SpinCounters counters) {
        return new SpinningIoHandler(handler, spinNanos, nanoClock, counters);
    }

    @Override
    public int run(IoHandlerContext context) {
        if (!context.canBlock()) {
            return handler.run(context);
        }
        long startNanos = nanoClock.getAsLong();
        look.begin(context);
        int ready = policy.maySpin(startNanos) ? spin(startNanos) : 0;
        if (ready == 0 && context.canBlock()) {
            look.maySleep = true;
            ready = handler.run(look);
        }
        policy.waited(nanoClock.getAsLong() - startNanos - look.activeNanos);
        return ready;
    }

    /** What was ready when something was, or 0 when the spin is over or a task is there to run. */
    @SuppressWarnings("ThreadPriorityCheck") // yield is meant: whoever else wants this processor has more need of it
    private int spin(long startNanos) {
        long nowNanos = startNanos;
        do {
            long beforeNanos = nowNanos;
            Thread.yield();
            nowNanos = nanoClock.getAsLong();
            policy.offered(beforeNanos, nowNanos);
            int ready = handler.run(look);
            if (ready > 0) {
                counters.spun(true);
                return ready;
            }
        } while (look.context.canBlock() && policy.goesOn(startNanos, nowNanos));
        counters.spun(!look.context.canBlock());
        return 0;
    }

    @Override
    public void initialize() {
        handler.initialize();
    }

    @Override
    public void prepareToDestroy() {
        handler.prepareToDestroy();
    }

    @Override
    public void destroy() {
        handler.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return handler.register(handle);
    }

    /** A spinning loop sees new tasks by itself: the context then says that it may not block. */
    @Override
    public void wakeup() {
        handler.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return handler.isCompatible(handleType);
    }

    /** The loop's context, but for the permission to sleep; notes how long events were handled, which was no waiting. */
    private static final class Look implements IoHandlerContext {
        private IoHandlerContext context;
        private boolean maySleep;
        private long activeNanos;

        void begin(IoHandlerContext ofThisRun) {
            context = ofThisRun;
            maySleep = false;
            activeNanos = 0;
        }

        @Override
        public boolean canBlock() {
            return maySleep && context.canBlock();
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return context.delayNanos(currentTimeNanos);
        }

        @Override
        public long deadlineNanos() {
            return context.deadlineNanos();
        }

        @Override
        public void reportActiveIoTime(long nanos) {
            activeNanos += nanos;
            if (context.shouldReportActiveIoTime()) {
                context.reportActiveIoTime(nanos);
            }
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return true;
        }
    }
}
