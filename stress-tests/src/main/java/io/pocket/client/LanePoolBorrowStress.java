package io.pocket.client;

import io.pocket.client.wire.SocketLane;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The only lane is given back while another call wants one. That call may have to wait for it; it may not get a second one, nor none.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The lane that was given back")
@Outcome(expect = Expect.FORBIDDEN, desc = "Another lane than the one that was given back")
@State
public class LanePoolBorrowStress {
    private static final long WAIT_NANOS = 5_000_000_000L;

    private final LanePool pool = LanePools.ofOne();
    private final SocketLane lane = pool.borrow("get", "x", WAIT_NANOS);

    @Actor
    public void giver() {
        pool.giveBack(lane);
    }

    @Actor
    @SuppressWarnings("ReferenceEquality") // lanes have no value
    public void borrower(I_Result result) {
        result.r1 = pool.borrow("get", "x", WAIT_NANOS) == lane ? 1 : 0;
    }
}
