package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import org.junit.jupiter.api.Test;

class SpinningIoHandlerTest {
    private static final long SPIN_NANOS = 100_000;

    private final Sockets sockets = new Sockets();
    private final SpinCounters counters = new SpinCounters();
    private final SpinningIoHandler spinning =
            SpinningIoHandler.around(sockets, SPIN_NANOS, () -> sockets.nowNanos, counters);
    private final Loop loop = new Loop();

    @Test
    void shouldSleepAtFirst() {
        runWithEventAfter(10_000);

        assertThat(sockets.sleeps).isEqualTo(1);
        assertThat(sockets.looks).isZero();
    }

    @Test
    void shouldSpinOnceEventsHaveComeQuickly() {
        runWithEventAfter(20_000, 30);
        sockets.sleeps = 0;

        runWithEventAfter(20_000);

        assertThat(sockets.sleeps).isZero();
        assertThat(counters.found()).isPositive();
    }

    @Test
    void shouldSpinForItsTimeAtMostAndThenSleep() {
        runWithEventAfter(20_000, 30);
        long looks = sockets.looks;
        sockets.sleeps = 0;

        runWithEventAfter(50_000_000);

        assertThat(sockets.sleeps).isEqualTo(1);
        assertThat(sockets.looks - looks).isBetween(1L, SPIN_NANOS / Sockets.LOOK_NANOS + 1);
        assertThat(counters.vain()).isEqualTo(1);
    }

    @Test
    void shouldNotSpinWhileEventsAreRare() {
        runWithEventAfter(20_000, 30);
        runWithEventAfter(1_000_000, 30);
        sockets.looks = 0;

        runWithEventAfter(1_000_000, 100);

        assertThat(sockets.looks).isZero();
    }

    @Test
    void shouldNotTakeLongWorkForLongWaits() {
        sockets.workNanos = 5_000_000;

        runWithEventAfter(20_000, 30);
        sockets.sleeps = 0;
        runWithEventAfter(20_000);

        assertThat(sockets.sleeps).isZero();
    }

    @Test
    void shouldEndASpinForATask() {
        runWithEventAfter(20_000, 30);
        sockets.eventAtNanos = Long.MAX_VALUE;
        loop.taskAtNanos = sockets.nowNanos + 5_000;
        sockets.sleeps = 0;

        assertThat(spinning.run(loop)).isZero();

        assertThat(sockets.sleeps).isZero();
        assertThat(sockets.nowNanos).isLessThan(loop.taskAtNanos + 2 * Sockets.LOOK_NANOS);
    }

    private void runWithEventAfter(long nanos, int times) {
        for (int i = 0; i < times; i++) {
            runWithEventAfter(nanos);
        }
    }

    private void runWithEventAfter(long nanos) {
        sockets.eventAtNanos = sockets.nowNanos + nanos;
        assertThat(spinning.run(loop)).isEqualTo(1);
    }

    /** Time passes by looking and by sleeping. */
    private static final class Sockets implements IoHandler {
        static final long LOOK_NANOS = 1_000;

        long nowNanos;
        long eventAtNanos;
        long workNanos;
        long looks;
        long sleeps;

        @Override
        public int run(IoHandlerContext context) {
            if (context.canBlock()) {
                sleeps++;
                nowNanos = Math.max(nowNanos, eventAtNanos);
            } else {
                looks++;
                nowNanos += LOOK_NANOS;
            }
            if (nowNanos < eventAtNanos) {
                return 0;
            }
            nowNanos += workNanos;
            context.reportActiveIoTime(workNanos);
            return 1;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException("nothing is registered here");
        }

        @Override
        public void wakeup() {
            throw new UnsupportedOperationException("nobody wakes this one");
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return true;
        }
    }

    private final class Loop implements IoHandlerContext {
        long taskAtNanos = Long.MAX_VALUE;

        @Override
        public boolean canBlock() {
            return sockets.nowNanos < taskAtNanos;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return -1;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    }
}
