package io.pocket.client;

import io.pocket.client.core.Failure;
import io.pocket.client.core.FailureKind;
import io.pocket.client.core.LaneConfig;
import io.pocket.client.wire.SocketLane;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Lanes that are lent to one call at a time, the last used first: its connections are the warmest. Safe for any thread. */
final class LanePool implements AutoCloseable {
    private final LaneConfig config;
    private final Semaphore permits;
    private final ConcurrentLinkedDeque<SocketLane> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    LanePool(LaneConfig config, int lanes) {
        this.config = config;
        permits = new Semaphore(lanes, true);
    }

    /** A lane, to be given back with {@link #giveBack} or {@link #discard}. */
    SocketLane borrow(String subject, long waitNanosMax) {
        requireOpen(subject);
        if (!permits.tryAcquire()) {
            await(subject, waitNanosMax);
        }
        SocketLane lane = idle.pollFirst();
        return lane != null ? lane : new SocketLane(config, randomGenerator());
    }

    private void requireOpen(String subject) {
        if (closed) {
            throw Failures.exception(failure(FailureKind.CANCELLED, subject, "the client is closed"));
        }
    }

    private void await(String subject, long waitNanosMax) {
        try {
            if (!permits.tryAcquire(waitNanosMax, TimeUnit.NANOSECONDS)) {
                throw Failures.exception(
                        failure(
                                FailureKind.DEADLINE_EXCEEDED,
                                subject,
                                "all lanes of this client are busy; allow more with ClientOptions.withLanes, and close streams"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.exception(failure(FailureKind.CANCELLED, subject, "the thread was interrupted"));
        }
    }

    private static Failure failure(FailureKind kind, String subject, String text) {
        return new Failure(kind, subject + ": " + text, false, 0, 0, null);
    }

    private static RandomGenerator randomGenerator() {
        return RandomGeneratorFactory.of("SplittableRandom").create(System.nanoTime());
    }

    void giveBack(SocketLane lane) {
        idle.addFirst(lane);
        permits.release();
        if (closed) {
            closeIdle();
        }
    }

    /** After an unexpected exception nobody knows what state the lane is in. */
    void discard(SocketLane lane) {
        permits.release();
        lane.close();
    }

    /** Closes what is idle now, and what is in use when it comes back. */
    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    private void closeIdle() {
        for (SocketLane lane = idle.pollFirst(); lane != null; lane = idle.pollFirst()) {
            lane.close();
        }
    }
}
