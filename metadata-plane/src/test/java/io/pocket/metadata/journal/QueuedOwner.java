package io.pocket.metadata.journal;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The test's thread as a journal's owner: runs what helpers hand over while it waits for something. */
final class QueuedOwner implements Executor {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    void runUntil(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            Runnable task = tasks.poll(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (task == null) {
                throw new AssertionError("did not happen within " + DEADLINE);
            }
            task.run();
        }
    }
}
