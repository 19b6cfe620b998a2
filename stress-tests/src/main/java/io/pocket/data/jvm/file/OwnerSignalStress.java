package io.pocket.data.jvm.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A device's completion appears where the owner finds it and {@link OwnerSignal#wake} is called, while the owner does the look that is due. The
 * owner may find it now, or be called again, or both. It may not be left with a completion that nobody will ever look at.
 *
 * <p>Completion and look are those of {@link Ring}, whose tail the kernel stores and the owner loads without a lock: a queue of
 * java.util.concurrent, as {@link PooledDevice} has, would put right what the owner's fence is for.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Found by this look; no other was needed")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Found by this look; the next one will be in vain")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Came behind this look; the next one will find it")
@Outcome(expect = Expect.FORBIDDEN, desc = "A completion was lost, or the owner was called twice for one look")
@State
public class OwnerSignalStress {
    private static final VarHandle TAIL;

    static {
        try {
            TAIL = MethodHandles.lookup().findVarHandle(OwnerSignalStress.class, "completionTail", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final AtomicInteger calls = new AtomicInteger();
    private final OwnerSignal owner = new OwnerSignal();

    @SuppressWarnings("UnusedVariable") // used through its handle
    private int completionTail;

    /** The first call makes the look due. */
    public OwnerSignalStress() {
        owner.wakeUpBy(calls::incrementAndGet);
    }

    @Actor
    public void device() {
        TAIL.setRelease(this, 1);
        // The kernel's, which counts the completion in an eventfd before the thread that calls wake returns from
        // reading it.
        VarHandle.fullFence();
        owner.wake();
    }

    @Actor
    public void owner(II_Result result) {
        owner.looking();
        result.r1 = (int) TAIL.getAcquire(this);
    }

    @Arbiter
    public void callsAfterTheFirst(II_Result result) {
        result.r2 = calls.get() - 1;
    }
}
