package io.pocket.cli.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a local cluster consists of.
 *
 * @param shards metadata shards, 1 to {@value #SHARDS_MAX}
 * @param tiers its tiers, in the given order
 * @param controllerPort port of the REST interface, 0 for any free one
 */
public record ClusterSpec(int shards, Map<String, TierSpec> tiers, int controllerPort) {

    /** Most shards on one machine. */
    public static final int SHARDS_MAX = 16;

    /** Most nodes on one machine. */
    public static final int NODES_MAX = 64;

    /** The tier whose nodes keep their chunks in memory. */
    public static final String MEMORY_TIER = "dram";

    /** The tier whose nodes reach their disk through SPDK; here the disk is a file. */
    static final String NVME_TIER = "nvme";

    private static final long CAPACITY_BYTES_MIN = 16L << 20;

    /**
     * Nodes of one tier.
     *
     * @param nodes how many
     * @param capacityBytes bytes that each of them stores
     */
    public record TierSpec(int nodes, long capacityBytes) {

        long totalBytes() {
            return nodes * capacityBytes;
        }
    }

    /** Checks every value; {@link IllegalArgumentException} names the bad one and its range. */
    public ClusterSpec {
        require(shards >= 1 && shards <= SHARDS_MAX, "shards must be 1 to " + SHARDS_MAX + ", not " + shards);
        tiers = new LinkedHashMap<>(tiers);
        int nodes = tiers.values().stream().mapToInt(TierSpec::nodes).sum();
        require(nodes >= 1 && nodes <= NODES_MAX, "a cluster has 1 to " + NODES_MAX + " nodes, not " + nodes);
        tiers.forEach((tier, spec) -> require(
                spec.capacityBytes() >= CAPACITY_BYTES_MIN,
                "a " + tier + " node's capacity is at least " + CAPACITY_BYTES_MIN + " bytes, not "
                        + spec.capacityBytes()));
        require(controllerPort >= 0 && controllerPort < 65_536, "no port: " + controllerPort);
    }

    /** The tier that was named first, and that has nodes. */
    public String firstTier() {
        return tiers.entrySet().stream()
                .filter(tier -> tier.getValue().nodes() > 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Names of the tiers, in the given order. */
    public Set<String> tierNames() {
        return tiers.keySet();
    }

    /** Nodes of all tiers. */
    public int nodes() {
        return tiers.values().stream().mapToInt(TierSpec::nodes).sum();
    }

    /** Nodes that keep their chunks in memory. */
    int memoryNodes() {
        return tiers.containsKey(MEMORY_TIER) ? tiers.get(MEMORY_TIER).nodes() : 0;
    }

    /** Bytes that all nodes store together. */
    public long totalBytes() {
        return tiers.values().stream().mapToLong(TierSpec::totalBytes).sum();
    }

    /** Bytes that nodes store in memory. */
    long memoryBytes() {
        return tiers.containsKey(MEMORY_TIER) ? tiers.get(MEMORY_TIER).totalBytes() : 0;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
