package io.pocket.cli.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a local cluster consists of.
 *
 * @param shards metadata shards, 1 to {@value #SHARDS_MAX}
 * @param tiers nodes per tier, in the given order
 * @param capacityBytes bytes that each node stores
 * @param controllerPort port of the REST interface, 0 for any free one
 */
public record ClusterSpec(int shards, Map<String, Integer> tiers, long capacityBytes, int controllerPort) {

    /** Most shards on one machine. */
    public static final int SHARDS_MAX = 16;

    /** Most nodes on one machine. */
    public static final int NODES_MAX = 64;

    private static final long CAPACITY_BYTES_MIN = 16L << 20;

    /** Checks every value; {@link IllegalArgumentException} names the bad one and its range. */
    public ClusterSpec {
        require(shards >= 1 && shards <= SHARDS_MAX, "shards must be 1 to " + SHARDS_MAX + ", not " + shards);
        tiers = new LinkedHashMap<>(tiers);
        int nodes = tiers.values().stream().mapToInt(Integer::intValue).sum();
        require(nodes >= 1 && nodes <= NODES_MAX, "a cluster has 1 to " + NODES_MAX + " nodes, not " + nodes);
        require(
                capacityBytes >= CAPACITY_BYTES_MIN,
                "a node's capacity is at least " + CAPACITY_BYTES_MIN + " bytes, not " + capacityBytes);
        require(controllerPort >= 0 && controllerPort < 65_536, "no port: " + controllerPort);
    }

    /** The tier that was named first, and that has nodes. */
    public String firstTier() {
        return tiers.entrySet().stream()
                .filter(tier -> tier.getValue() > 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Nodes of all tiers. */
    public int nodes() {
        return tiers.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Bytes that all nodes store together. */
    public long totalBytes() {
        return nodes() * capacityBytes;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
