package io.pocket.simulator;

/** Decides when and what goes wrong. */
final class Faults {
    private static final long MILLIS = 1_000_000;

    private final Scheduler scheduler;
    private final SimulatedCluster cluster;
    private final boolean mayLoseMachines;
    private int struck;
    private boolean lostMachine;

    /** @param mayLoseMachines whether nodes may lose their chunks; then some data is gone for good */
    Faults(Scheduler scheduler, SimulatedCluster cluster, boolean mayLoseMachines) {
        this.scheduler = scheduler;
        this.cluster = cluster;
        this.mayLoseMachines = mayLoseMachines;
    }

    int struck() {
        return struck;
    }

    boolean lostMachine() {
        return lostMachine;
    }

    /** Spreads the faults over the operations; more may strike, by chance. */
    void strikeIfDue(int completed, SimulationConfig config) {
        long due = (long) completed * (config.faults() + 1) / config.operations();
        if (struck < due || scheduler.chance(0.01)) {
            strike();
        }
    }

    private void strike() {
        struck++;
        int client = scheduler.random().nextInt(cluster.clientCount());
        int node = scheduler.random().nextInt(cluster.nodeCount());
        switch (scheduler.random().nextInt(8)) {
            case 0 -> cluster.crashShard(scheduler.chance(0.5), scheduler.between(20, 1_500) * MILLIS);
            case 1, 2 -> crashNode(node);
            case 3, 4 -> breakSome();
            case 5 -> cluster.network().stallFor(scheduler.between(50, 1_500) * MILLIS);
            case 6 -> cluster.client(client).freezeFor(scheduler.between(100, 6_000) * MILLIS);
            default -> cluster.killClient(client);
        }
    }

    private void crashNode(int node) {
        boolean lose = mayLoseMachines && scheduler.chance(0.3);
        lostMachine |= lose;
        cluster.crashNode(node, lose, scheduler.between(20, 2_000) * MILLIS);
    }

    private void breakSome() {
        for (long n = scheduler.between(1, 5); n > 0; n--) {
            cluster.network().breakOne();
        }
    }
}
