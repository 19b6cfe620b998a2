package io.pocket.client;

import io.pocket.client.core.Operation;
import io.pocket.client.wire.SocketLane;
import java.time.Duration;

/** One call's time on a lane. The deadline counts from the call's start, waiting for the lane included. */
final class Turn implements AutoCloseable {
    private final LanePool lanes;
    private final SocketLane lane;
    private final long deadlineNanos;
    private boolean idle = true;

    private Turn(LanePool lanes, SocketLane lane, long deadlineNanos) {
        this.lanes = lanes;
        this.lane = lane;
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * Waits for a lane.
     *
     * @param verb for messages: what is done, to which {@code target}
     */
    static Turn take(LanePool lanes, String verb, String target, Duration deadline) {
        long calledAtNanos = System.nanoTime();
        SocketLane lane = lanes.borrow(verb, target, deadline.toNanos());
        long waitedNanos = System.nanoTime() - calledAtNanos;
        return new Turn(lanes, lane, lane.nowNanos() - waitedNanos + deadline.toNanos());
    }

    /** When the call ends at the latest, on the lane's clock. */
    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Carries an operation out; throws what it failed with. */
    <T> T run(Operation<T> operation) {
        idle = false;
        var outcome = lane.run(operation);
        idle = true;
        return Failures.resultOf(outcome);
    }

    /** A lane that threw what it never should is in a state nobody knows. */
    @Override
    public void close() {
        if (idle) {
            lanes.giveBack(lane);
        } else {
            lanes.discard(lane);
        }
    }
}
