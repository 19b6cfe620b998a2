package io.pocket.metadata.core;

import java.util.Collection;

/** How full a shard is, at one moment. */
public record ShardStatistics(
        int jobs,
        long objects,
        long objectBytes,
        long inlineBytes,
        int uploads,
        int streams,
        int parked,
        long pendingFrees) {
    static ShardStatistics of(ShardState state, int parked) {
        Collection<JobState> jobs = state.jobs().values();
        return new ShardStatistics(
                jobs.size(),
                jobs.stream().mapToLong(JobState::objects).sum(),
                jobs.stream().mapToLong(JobState::bytes).sum(),
                state.inline().usedBytes(),
                state.liveUploadCount(),
                state.streams().size(),
                parked,
                state.nodes().pendingFrees());
    }
}
