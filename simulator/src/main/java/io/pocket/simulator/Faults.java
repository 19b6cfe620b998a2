package io.pocket.simulator;

import java.util.List;

/** Decides when and what goes wrong. */
final class Faults {
    private static final long MILLIS = 1_000_000;
    private static final long CLOCK_JUMP_MILLIS = 10L * 365 * 24 * 3600 * 1000;

    private final Scheduler scheduler;
    private final SimulatedCluster cluster;
    private final boolean mayLoseMachines;
    private int struck;

    /** @param mayLoseMachines whether nodes may lose their chunks; then some data is gone for good */
    Faults(Scheduler scheduler, SimulatedCluster cluster, boolean mayLoseMachines) {
        this.scheduler = scheduler;
        this.cluster = cluster;
        this.mayLoseMachines = mayLoseMachines;
    }

    int struck() {
        return struck;
    }

    /** Spreads the faults over the operations; more may strike, by chance. */
    void strikeIfDue(int completed, SimulationConfig config) {
        long due = (long) completed * (config.faults() + 1) / config.operations();
        if (struck < due || scheduler.chance(0.015)) {
            strike();
        }
    }

    private void strike() {
        struck++;
        switch (scheduler.random().nextInt(16)) {
            case 0 -> cluster.crashShard(scheduler.chance(0.5), millisBetween(20, 3_000));
            case 1 -> cluster.deposeShard(millisBetween(1_000, 6_000));
            case 2 -> cluster.replaceShardByEmptyOne(millisBetween(500, 2_000));
            case 3, 4 -> crashNode();
            case 5 -> cluster.swapNodes(anyNode(), anyNode(), millisBetween(5, 500));
            case 6, 7 -> breakSome();
            case 8 -> cluster.network().stallFor(millisBetween(50, 1_500));
            case 9, 10 -> cluster.client(anyClient()).freezeFor(millisBetween(100, 6_000));
            case 11, 12 -> cluster.killClient(anyClient());
            case 13 -> scheduler.jumpWallClock(scheduler.between(-CLOCK_JUMP_MILLIS, CLOCK_JUMP_MILLIS));
            case 14 -> dropJob();
            default -> pushLate();
        }
    }

    private long millisBetween(long min, long max) {
        return scheduler.between(min, max) * MILLIS;
    }

    private int anyClient() {
        return scheduler.random().nextInt(cluster.clientCount());
    }

    private int anyNode() {
        return scheduler.random().nextInt(cluster.nodeCount());
    }

    private void crashNode() {
        if (mayLoseMachines && scheduler.chance(0.7)) {
            cluster.loseNode(anyNode(), millisBetween(20, 4_000), millisBetween(20, 4_000));
        } else {
            cluster.crashNode(anyNode(), millisBetween(20, 2_000));
        }
    }

    private void breakSome() {
        for (long n = scheduler.between(1, 5); n > 0; n--) {
            cluster.network().breakOne();
        }
    }

    /** Another job takes its place. */
    private void dropJob() {
        List<Long> jobs = cluster.controller().jobs();
        cluster.controller().drop(jobs.get(scheduler.random().nextInt(jobs.size())));
        cluster.controller().register();
    }

    private void pushLate() {
        List<Long> dropped = cluster.controller().dropped();
        if (dropped.isEmpty()) {
            dropJob();
        } else {
            cluster.controller().pushLate(dropped.get(scheduler.random().nextInt(dropped.size())));
        }
    }
}
