package io.pocket.cli.demo;

import io.pocket.cli.cluster.ClusterSpec;
import java.util.ArrayList;
import java.util.List;

/** A server that the demo can kill. */
public enum KillTarget {
    /** A metadata shard: the first, then each time the next one. */
    SHARD,
    /** The first node of the first tier. */
    NODE;

    /** Names of the processes that these kills end, in their order. */
    static List<String> processes(List<KillTarget> kills, ClusterSpec cluster) {
        List<String> processes = new ArrayList<>();
        int shardKills = 0;
        for (KillTarget kill : kills) {
            processes.add(kill.process(cluster, kill == SHARD ? shardKills++ : 0));
        }
        return processes;
    }

    private String process(ClusterSpec cluster, int former) {
        return switch (this) {
            case SHARD -> "shard-" + (1 + former % cluster.shards());
            case NODE -> "node-" + cluster.firstTier() + "-1";
        };
    }
}
