package io.pocket.client;

import io.pocket.client.core.GetOperation;
import io.pocket.client.core.GetTerms;
import io.pocket.client.wire.SocketLane;
import io.pocket.protocol.ObjectName;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A lane is given back while the client is closed. Either side may close it; it may not stay open, for nobody would ever close its connections.
 * An operation that is under way on the lane ends when the lane is closed, and tells by that.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Closed")
@Outcome(expect = Expect.FORBIDDEN, desc = "Left open in a closed pool")
@State
public class LanePoolCloseStress {
    private static final ObjectName NAME = ObjectName.of("bucket/name");

    private final LanePool pool = LanePools.ofOne();
    private final SocketLane lane = pool.borrow("get", NAME.toString(), 0);
    private final GetOperation operation = new GetOperation(NAME, GetTerms.WHOLE, null, Long.MAX_VALUE);

    public LanePoolCloseStress() {
        lane.start(operation);
    }

    @Actor
    public void user() {
        pool.giveBack(lane);
    }

    @Actor
    public void closer() {
        pool.close();
    }

    @Arbiter
    public void isClosed(I_Result result) {
        result.r1 = operation.isDone() ? 1 : 0;
    }
}
