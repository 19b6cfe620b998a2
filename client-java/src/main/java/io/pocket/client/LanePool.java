package io.pocket.client;

import io.pocket.client.core.Failure;
import io.pocket.client.core.FailureKind;
import io.pocket.client.core.LaneConfig;
import io.pocket.client.wire.SocketLane;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

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

    /**
     * A lane, to be given back with {@link #giveBack} or {@link #discard}.
     *
     * @param verb for messages: what is done, to which {@code target}
     */
    SocketLane borrow(String verb, String target, long waitNanosMax) {
        if (closed) {
            throw failure(FailureKind.CANCELLED, verb, target, "the client is closed");
        }
        if (!permits.tryAcquire()) {
            await(verb, target, waitNanosMax);
        }
        SocketLane lane = idle.pollFirst();
        return lane != null ? lane : new SocketLane(config, new SplittableRandom());
    }

    private void await(String verb, String target, long waitNanosMax) {
        try {
            if (!permits.tryAcquire(waitNanosMax, TimeUnit.NANOSECONDS)) {
                String advice =
                        "all lanes of this client are busy; allow more with ClientOptions.withLanes, and close streams";
                throw failure(FailureKind.DEADLINE_EXCEEDED, verb, target, advice);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(FailureKind.CANCELLED, verb, target, "the thread was interrupted");
        }
    }

    private static PocketException failure(FailureKind kind, String verb, String target, String text) {
        return Failures.exception(new Failure(kind, verb + " '" + target + "': " + text, false, 0, 0, null));
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
