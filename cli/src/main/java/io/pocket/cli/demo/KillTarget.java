package io.pocket.cli.demo;

import io.pocket.cli.cluster.ClusterSpec;

/** A server that the demo can kill. */
public enum KillTarget {
    /** The first metadata shard. */
    SHARD,
    /** The first node of the first tier. */
    NODE;

    /** Name of its process in the cluster. */
    String process(ClusterSpec cluster) {
        return switch (this) {
            case SHARD -> "shard-1";
            case NODE -> "node-" + cluster.firstTier() + "-1";
        };
    }
}
