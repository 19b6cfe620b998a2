package io.pocket.control.placement;

/**
 * The cluster has no room for a job.
 *
 * @param resource what is missing
 * @param needed how much the job needs
 * @param available how much there is
 * @param explanation a sentence for people, with the remedy
 */
public record Shortage(Resource resource, long needed, long available, String explanation) implements PlacementResult {

    /** What can be missing, and the unit in which it is counted. */
    public enum Resource {
        /** Metadata shards that answer. */
        SHARDS,
        /** Nodes of the job's tiers with free bytes. */
        NODES,
        /** Distinct machines among those nodes. */
        MACHINES,
        /** Bytes that can be guaranteed. */
        BYTES
    }
}
