package io.pocket.data.jvm.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A thread that sleeps on an eventfd, and wakes the owner at most once for each time the owner looks. */
final class CompletionSignal implements AutoCloseable {

    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final Duration END_DEADLINE = Duration.ofSeconds(10);

    private final int descriptor;
    private final AtomicBoolean told = new AtomicBoolean();
    private final Thread thread;
    private volatile Runnable wakeUp = () -> {};
    private volatile boolean closed;

    CompletionSignal(String name) throws IOException {
        descriptor = (int) Libc.require("eventfd", new Libc().eventfd(CLOSE_ON_EXEC));
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    int descriptor() {
        return descriptor;
    }

    void start() {
        thread.start();
    }

    /** The task is run from now on, and once at once: something may have happened before. */
    void wakeUpBy(Runnable task) {
        wakeUp = task;
        told.set(true);
        task.run();
    }

    /** Has the owner look soon, unless it is going to. Any thread. */
    void wake() {
        if (told.compareAndSet(false, true)) {
            wakeUp.run();
        }
    }

    /** The owner is about to look: what completes from here on is worth another call. */
    void looking() {
        told.set(false);
        // What completed before the flag fell must be seen by the look that follows.
        VarHandle.fullFence();
    }

    private void run() {
        Libc libc = new Libc();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            while (!closed) {
                libc.read(descriptor, count);
                if (!closed) {
                    wake();
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Libc libc = new Libc();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(ValueLayout.JAVA_LONG);
            one.set(ValueLayout.JAVA_LONG, 0, 1);
            libc.write(descriptor, one);
            thread.join(END_DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        libc.close(descriptor);
    }
}
