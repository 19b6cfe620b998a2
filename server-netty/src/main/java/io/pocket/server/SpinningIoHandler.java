package io.pocket.server;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import java.util.function.LongSupplier;

/**
 * Looks for events for a short while before it lets the thread sleep, if events have come that quickly lately.
 *
 * <p>Waking a sleeping processor takes longer than answering a request: tens of microseconds on one machine. While a client asks one
 * thing after the other, the next request is here before a sleep would have paid. A loop that is idle, or hears of its clients now and
 * then, never spins: the usual wait, a moving average, decides. Between two looks the processor is offered to whoever wants to run.
 *
 * <p>On the loop's thread only, but for {@link #wakeup}.
 */
final class SpinningIoHandler implements IoHandler {
    /** A sleep counts as so many times the spin at most, so that a few quick events after a pause let it spin again. */
    private static final int LONGEST_WAIT_IN_SPINS = 4;

    /** The moving average takes this share of each new wait: the eighth, as TCP's round-trip estimate does (RFC 6298). */
    private static final int AVERAGE_SHARE = 8;

    private final IoHandler handler;
    private final long spinNanos;
    private final LongSupplier nanoClock;
    private final SpinCounters counters;
    private final Look look = new Look();
    private long usualWaitNanos;

    private SpinningIoHandler(IoHandler handler, long spinNanos, LongSupplier nanoClock, SpinCounters counters) {
        this.handler = handler;
        this.spinNanos = spinNanos;
        this.nanoClock = nanoClock;
        this.counters = counters;
        this.usualWaitNanos = LONGEST_WAIT_IN_SPINS * spinNanos;
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
        int ready = usualWaitNanos < spinNanos ? spin(startNanos) : 0;
        if (ready == 0 && context.canBlock()) {
            look.maySleep = true;
            ready = handler.run(look);
        }
        waited(nanoClock.getAsLong() - startNanos - look.activeNanos);
        return ready;
    }

    /** What was ready when something was, or 0 when the spin is over or a task is there to run. */
    @SuppressWarnings("ThreadPriorityCheck") // yield is meant: whoever else wants this processor has more need of it
    private int spin(long startNanos) {
        do {
            Thread.yield();
            int ready = handler.run(look);
            if (ready > 0) {
                counters.spun(true);
                return ready;
            }
        } while (look.context.canBlock() && nanoClock.getAsLong() - startNanos < spinNanos);
        counters.spun(!look.context.canBlock());
        return 0;
    }

    private void waited(long nanos) {
        long counted = Math.min(nanos, LONGEST_WAIT_IN_SPINS * spinNanos);
        usualWaitNanos += (counted - usualWaitNanos) / AVERAGE_SHARE;
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
