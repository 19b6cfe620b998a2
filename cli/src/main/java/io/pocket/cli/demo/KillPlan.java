package io.pocket.cli.demo;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Kills servers while the shuffle is under way: the k-th of n when k/(n+1) of the functions of map and reduce have ended,
 * so others of them are running. Told of each end by one thread; kills on another, so the functions go on meanwhile.
 */
final class KillPlan {

    private final List<String> targets;
    private final int functions;
    private final Consumer<String> killAndRestart;
    private int ended;
    private int killed;
    private CompletableFuture<Void> restarts = CompletableFuture.completedFuture(null);

    /**
     * @param targets names of processes of the cluster
     * @param functions functions of the stages that shuffle
     * @param killAndRestart kills one of them and starts it again; called by another thread, one at a time
     */
    KillPlan(List<String> targets, int functions, Consumer<String> killAndRestart) {
        this.targets = List.copyOf(targets);
        this.functions = functions;
        this.killAndRestart = killAndRestart;
    }

    /** Counts the end of a function and kills if it is time. */
    void functionEnded() {
        ended++;
        while (killed < targets.size() && isTime()) {
            String target = targets.get(killed++);
            restarts = restarts.thenRunAsync(() -> killAndRestart.accept(target));
        }
    }

    /** Waits for the last restart, which has a deadline; {@link java.util.concurrent.CompletionException} if one failed. */
    void awaitRestarts() {
        restarts.join();
    }

    private boolean isTime() {
        return (long) ended * (targets.size() + 1) >= (long) (killed + 1) * functions;
    }
}
