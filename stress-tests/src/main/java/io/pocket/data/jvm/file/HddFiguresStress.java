package io.pocket.data.jvm.file;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The owner counts without a locked instruction while a scrape reads. A counter may be read late; it may not go back. */
@JCStressTest
@Outcome(
        id = {"0, 0", "0, 1", "0, 2", "1, 1", "1, 2", "2, 2"},
        expect = Expect.ACCEPTABLE,
        desc = "Never backwards")
@Outcome(expect = Expect.FORBIDDEN, desc = "A counter went back, or skipped what was never written")
@State
public class HddFiguresStress {
    private final HddFigures figures = new HddFigures();

    @Actor
    public void owner() {
        figures.add(HddFigure.READ_OPERATIONS, 1);
        figures.add(HddFigure.READ_OPERATIONS, 1);
    }

    @Actor
    public void scrape(II_Result result) {
        result.r1 = (int) figures.get(HddFigure.READ_OPERATIONS);
        result.r2 = (int) figures.get(HddFigure.READ_OPERATIONS);
    }
}
