package io.pocket.server.health;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds out whether a thread that carries out tasks still does. One task of it is queued at most, however many ask. Any other thread. */
final class LoopProbe {
    private final Executor loop;
    private final long deadlineNanos;
    private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

    /** @param deadline for a task to have its turn */
    LoopProbe(Executor loop, Duration deadline) {
        this.loop = loop;
        this.deadlineNanos = deadline.toNanos();
    }

    /** Whether a task has its turn within the deadline; waits so long. */
    boolean answers() {
        try {
            task().get(deadlineNanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | RejectedExecutionException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized CompletableFuture<Void> task() {
        if (underWay.isDone()) {
            CompletableFuture<Void> next = new CompletableFuture<>();
            loop.execute(() -> next.complete(null));
            underWay = next;
        }
        return underWay;
    }
}
