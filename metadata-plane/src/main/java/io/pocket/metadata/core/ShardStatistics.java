package io.pocket.metadata.core;

import java.util.Collection;

/**
 * How full a shard is, at one moment.
 *
 * @param bucketsElsewhere buckets that this shard, as the first one of their jobs, has placed on others
 * @param wrongShardAnswers since the start: requests about a bucket that lives elsewhere
 * @param clientRequests since the start, HELLO not counted
 */
public record ShardStatistics(
        int jobs,
        long objects,
        long objectBytes,
        long inlineBytes,
        int uploads,
        int streams,
        int parked,
        long pendingFrees,
        long bucketsElsewhere,
        long wrongShardAnswers,
        long clientRequests) {
    static ShardStatistics of(ShardState state, int parked, long wrongShardAnswers, long clientRequests) {
        Collection<JobState> jobs = state.jobs().values();
        return new ShardStatistics(
                jobs.size(),
                jobs.stream().mapToLong(JobState::objects).sum(),
                jobs.stream().mapToLong(JobState::bytes).sum(),
                state.inline().usedBytes(),
                state.liveUploadCount(),
                state.streams().size(),
                parked,
                state.nodes().pendingFrees(),
                jobs.stream().mapToLong(job -> job.directory().countElsewhere()).sum(),
                wrongShardAnswers,
                clientRequests);
    }
}
