package io.pocket.data;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A node frees a chunk and gives its extent to the next one: it empties the one slot of its index log, then completes another. The process that
 * takes over after a kill may find the former, neither, or the latter; it may not find both, or two chunks would have one extent.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Killed before: the former chunk")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Killed in between: no chunk")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Killed behind: the next chunk")
@Outcome(expect = Expect.FORBIDDEN, desc = "Two chunks in one extent")
@State
public class IndexLogClearStress {
    private final LogSlots.Pair slots = LogSlots.take();

    @Actor
    public void node() {
        slots.log().clear(slots.complete());
        slots.log().put(slots.empty());
    }

    @Actor
    public void successor(II_Result result) {
        result.r1 = slots.log().state(slots.empty());
        result.r2 = slots.log().state(slots.complete());
    }
}
