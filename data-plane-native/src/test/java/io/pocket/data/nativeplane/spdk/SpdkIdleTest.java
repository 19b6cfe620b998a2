package io.pocket.data.nativeplane.spdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SpdkIdleTest {

    private static final Duration WINDOW = Duration.ofSeconds(3);
    private static final double SHARE_MAX = 0.01;

    /** CPU time, so other processes do not count. */
    @Test
    void shouldUseNearlyNoCpuWhileIdleAndWakeForATransfer() throws Exception {
        SpdkEnvironment environment = SpdkForTests.environment();
        String device = SpdkForTests.malloc(SpdkStoreContract.DEVICE_BYTES);
        try (SpdkChunkStore store = SpdkChunkStore.open(environment, device, 8 << 20, SpdkStoreContract.OPTIONS)) {
            StoreDriver driver = new StoreDriver(store);
            long extent = store.allocate(4_096);
            driver.write(extent, StoreDriver.bytes(4_096, 1)).requireCompletedOnce();

            long cpuBefore = reactorCpuNanos();
            long start = System.nanoTime();
            while (System.nanoTime() - start < WINDOW.toNanos()) {
                LockSupport.parkNanos(WINDOW.toNanos() / 10);
            }
            double share = (reactorCpuNanos() - cpuBefore) / (double) (System.nanoTime() - start);
            int reactors = environment.reactors().size();
            System.out.printf("idle: %.3f %% of a core for each of %d reactors%n", 100 * share / reactors, reactors);

            assertThat(share / reactors).isLessThanOrEqualTo(SHARE_MAX);
            assertThat(driver.read(extent, 4_096)).isEqualTo(StoreDriver.bytes(4_096, 1));
        }
    }

    private static long reactorCpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread.getThreadName().startsWith("spdk-reactor"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }
}
