package io.pocket.data.nativeplane.dpdk;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a queue's thread waits for frames. It polls as long as they come; when none has come for {@code idleAfter} it sleeps
 * between looks, longer each time.
 *
 * @param always whether it never sleeps, which takes a processor all the time
 * @param idleAfter 0 to 1 s
 * @param sleepMax longest sleep, hence the most that a first frame waits: 10 µs to 10 ms
 * @param processor the one it runs on; empty for any
 */
public record PollingOptions(boolean always, Duration idleAfter, Duration sleepMax, OptionalInt processor) {
    private static final Duration IDLE_AFTER_MAX = Duration.ofSeconds(1);
    private static final Duration SLEEP_MIN = Duration.ofNanos(10_000);
    private static final Duration SLEEP_MAX = Duration.ofMillis(10);

    /** Processors that a mask of the C library has room for. */
    static final int PROCESSORS_MAX = 1024;

    public PollingOptions {
        if (idleAfter.isNegative() || idleAfter.compareTo(IDLE_AFTER_MAX) > 0) {
            throw new IllegalArgumentException(
                    "a queue is idle after " + idleAfter + ", must be within 0s.." + IDLE_AFTER_MAX.toSeconds() + "s");
        }
        if (sleepMax.compareTo(SLEEP_MIN) < 0 || sleepMax.compareTo(SLEEP_MAX) > 0) {
            throw new IllegalArgumentException(
                    "an idle queue sleeps at most " + sleepMax + ", must be within 10us..10ms");
        }
        if (processor.isPresent() && (processor.getAsInt() < 0 || processor.getAsInt() >= PROCESSORS_MAX)) {
            throw new IllegalArgumentException(
                    "processor is " + processor.getAsInt() + ", must be within 0.." + (PROCESSORS_MAX - 1));
        }
    }
}
