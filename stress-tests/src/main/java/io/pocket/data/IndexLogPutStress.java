package io.pocket.data;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A node writes a slot of its index log while another process reads it, which stands for the one that takes over when this one is killed between
 * any two stores. It may find the slot empty; it may not find it complete with fields that have not all been written.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Killed before the slot was complete: no chunk")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Killed behind: the chunk is there")
@Outcome(expect = Expect.FORBIDDEN, desc = "A slot that says complete and is not")
@State
public class IndexLogPutStress {
    private final LogSlots.Pair slots = LogSlots.take();

    @Actor
    public void node() {
        slots.log().put(slots.empty());
    }

    @Actor
    public void successor(II_Result result) {
        result.r1 = slots.log().state(slots.empty());
        result.r2 = result.r1 == LogSlots.COMPLETE && slots.log().isWhole(slots.empty()) ? 1 : 0;
    }
}
