package io.pocket.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads hand tasks to one loop that spins, and sleeps in between ({@link SpinningIoHandler}). Whatever the loop is about to do, the tasks
 * may not wait for another event: nothing else happens here, so a lost wake-up is a task that never runs.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both ran")
@Outcome(expect = Expect.FORBIDDEN, desc = "The loop slept over a task")
@State
public class LoopHandOffStress {
    private static final Duration SPIN = Duration.ofNanos(20_000);
    private static final long DEADLINE_SECONDS = 5;
    private static final FrameLoop LOOP = EventLoops.start(
                    EventLoopChoice.choose(EventLoopPreference.AUTO), SPIN, 1, "stress")
            .loop(0);

    @Actor
    public void one(II_Result result) {
        result.r1 = handOver();
    }

    @Actor
    public void other(II_Result result) {
        result.r2 = handOver();
    }

    private static int handOver() {
        CompletableFuture<Integer> ran = new CompletableFuture<>();
        LOOP.execute(() -> ran.complete(1));
        try {
            return ran.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return 0;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
