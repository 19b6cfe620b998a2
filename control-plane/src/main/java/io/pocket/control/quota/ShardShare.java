package io.pocket.control.quota;

/**
 * One shard's part of a job's quotas; 0 where the job has no bound, else at least 1, for the wire knows no bound of 0.
 *
 * @param shard shard id
 */
public record ShardShare(int shard, long objects, long inlineBytes, int operationsPerSecond, int connections) {

    /** What a shard may hold before anything was set aside for it. */
    public static ShardShare least(int shard, Quotas quotas) {
        return new ShardShare(
                shard,
                Math.min(1, quotas.objects()),
                Math.min(1, quotas.inlineBytes()),
                Math.min(1, quotas.operationsPerSecond()),
                Math.min(1, quotas.connections()));
    }

    /** The smaller figure of each. */
    public ShardShare lesser(ShardShare other) {
        return new ShardShare(
                shard,
                Math.min(objects, other.objects),
                Math.min(inlineBytes, other.inlineBytes),
                Math.min(operationsPerSecond, other.operationsPerSecond),
                Math.min(connections, other.connections));
    }
}
