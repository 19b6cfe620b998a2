package io.pocket.data.jvm.file;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A device's thread puts a completion where the owner finds it and calls {@link OwnerSignal#wake}, while the owner does the look that is due. The
 * owner may find it now, or be called again, or both. It may not be left with a completion that nobody will ever look at.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Found by this look; no other was needed")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Found by this look; the next one will be in vain")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Came behind this look; the next one will find it")
@Outcome(expect = Expect.FORBIDDEN, desc = "A completion was lost, or the owner was called twice for one look")
@State
public class OwnerSignalStress {
    private final BlockingQueue<Integer> completions = new ArrayBlockingQueue<>(1);
    private final AtomicInteger calls = new AtomicInteger();
    private final OwnerSignal owner = new OwnerSignal();

    /** The first call makes the look due. */
    public OwnerSignalStress() {
        owner.wakeUpBy(calls::incrementAndGet);
    }

    @Actor
    public void device() {
        completions.add(1);
        owner.wake();
    }

    @Actor
    public void owner(II_Result result) {
        owner.looking();
        result.r1 = completions.poll() == null ? 0 : 1;
    }

    @Arbiter
    public void callsAfterTheFirst(II_Result result) {
        result.r2 = calls.get() - 1;
    }
}
