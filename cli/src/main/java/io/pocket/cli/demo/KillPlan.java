package io.pocket.cli.demo;

import io.pocket.cli.cluster.LocalCluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Kills servers while the shuffle is under way: the k-th of n when k/(n+1) of the functions of map and reduce have ended,
 * so others of them are running. Each is started again at once. Told of each end by one thread; kills on another, so the
 * functions go on meanwhile.
 */
final class KillPlan {

    private final LocalCluster cluster;
    private final List<String> targets;
    private final int functions;
    private final Progress progress;
    private int ended;
    private int killed;
    private CompletableFuture<Void> restarts = CompletableFuture.completedFuture(null);

    /**
     * @param targets names of processes of the cluster
     * @param functions functions of the stages that shuffle
     */
    KillPlan(LocalCluster cluster, List<String> targets, int functions, Progress progress) {
        this.cluster = cluster;
        this.targets = targets;
        this.functions = functions;
        this.progress = progress;
    }

    /** Counts the end of a function and kills if it is time. */
    void functionEnded() {
        ended++;
        while (killed < targets.size() && isTime()) {
            String target = targets.get(killed++);
            int endedSoFar = ended;
            restarts = restarts.thenRunAsync(() -> killAndRestart(target, endedSoFar));
        }
    }

    /** Waits for the last restart, which has a deadline; throws what it threw. */
    void awaitRestarts() {
        restarts.join();
    }

    private boolean isTime() {
        return (long) ended * (targets.size() + 1) >= (long) (killed + 1) * functions;
    }

    private void killAndRestart(String target, int endedSoFar) {
        long start = System.nanoTime();
        cluster.kill(target);
        cluster.restart(target);
        progress.say("killed %s with -9 after %d of %d functions; it was ready again %d ms later"
                .formatted(target, endedSoFar, functions, (System.nanoTime() - start) / 1_000_000));
    }
}
