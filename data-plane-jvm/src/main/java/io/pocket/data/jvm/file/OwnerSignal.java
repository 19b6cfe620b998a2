package io.pocket.data.jvm.file;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes the owner of a store at most once for each time the owner looks, and never too seldom: whatever is there before {@link #wake} is called
 * is seen by the look that is due, or by the one that this call asks for.
 */
public class OwnerSignal {

    private final AtomicBoolean told = new AtomicBoolean();
    private volatile Runnable wakeUp = () -> {};

    /** The task is run from now on, and once at once: something may have happened before. */
    public final void wakeUpBy(Runnable task) {
        wakeUp = task;
        told.set(true);
        task.run();
    }

    /** Has the owner look soon, unless it is going to. Any thread. */
    public final void wake() {
        if (told.compareAndSet(false, true)) {
            wakeUp.run();
        }
    }

    /** The owner is about to look: what completes from here on is worth another call. */
    public final void looking() {
        told.set(false);
        // What completed before the flag fell must be seen by the look that follows.
        VarHandle.fullFence();
    }
}
