package io.pocket.data.jvm;

import io.pocket.server.FrameLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs something on the loop's thread and waits for it. */
final class LoopCalls {

    private static final long DEADLINE_SECONDS = 60;

    private final FrameLoop loop;

    LoopCalls(FrameLoop loop) {
        this.loop = loop;
    }

    /** @throws NodeStartException if it failed or did not end in time */
    void run(String what, Runnable task) throws NodeStartException, InterruptedException {
        try {
            CompletableFuture.runAsync(task, loop).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new NodeStartException(what + " failed: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new NodeStartException(what + " did not end within " + DEADLINE_SECONDS + " s", e);
        }
    }
}
