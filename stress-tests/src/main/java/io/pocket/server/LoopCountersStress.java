package io.pocket.server;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A loop counts a connection when it is accepted, and again when it ends. Who reads the ends first, as {@link TransportMetrics#openConnections}
 * does, may miss either; it may not see an end without its beginning.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Read before")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Open")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Read after")
@Outcome(expect = Expect.FORBIDDEN, desc = "More connections have ended than began")
@State
public class LoopCountersStress {
    private final LoopCounters counters = new LoopCounters();

    @Actor
    public void loop() {
        counters.add(TransportCounter.CONNECTIONS_ACCEPTED, 1);
        counters.closed(CloseReason.SERVER);
    }

    @Actor
    public void scrape(II_Result result) {
        result.r1 = (int) counters.closedBecause(CloseReason.SERVER);
        result.r2 = (int) counters.value(TransportCounter.CONNECTIONS_ACCEPTED);
    }
}
