package io.pocket.metadata.journal;

/**
 * Which log this is.
 *
 * @param logId random, positive; never changes for a directory
 * @param shardId of the shard that the log belongs to
 * @param epoch raised at each start: the fencing number, from 1 (0 before the first start)
 */
public record JournalIdentity(long logId, int shardId, long epoch) {
    public JournalIdentity {
        if (logId <= 0 || epoch < 0) {
            throw new IllegalArgumentException(
                    "log id " + logId + " must be positive, epoch " + epoch + " must not be negative");
        }
    }
}
