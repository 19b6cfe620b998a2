package io.pocket.control.rebalance;

import io.pocket.control.push.PeerId;
import io.pocket.control.push.Pusher;
import io.pocket.protocol.message.JobUsage;
import io.pocket.protocol.message.JobUsageGet;
import io.pocket.protocol.message.JobUsageReply;
import io.pocket.protocol.message.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Asks a shard what some jobs use there, page by page, leaping over the jobs that nobody asked about. */
final class UsageReader {

    private final Pusher pusher;
    private final PeerId shard;
    private final NavigableSet<Long> missing;
    private final Map<Long, JobUsage> found = new HashMap<>();

    private UsageReader(Pusher pusher, PeerId shard, NavigableSet<Long> jobs) {
        this.pusher = pusher;
        this.shard = shard;
        this.missing = new TreeSet<>(jobs);
    }

    /**
     * Asks.
     *
     * @param jobs numbers, at least one
     * @return by job number, without those that the shard does not know; fails if it does not answer
     */
    static CompletableFuture<Map<Long, JobUsage>> read(
            Pusher pusher, PeerId shard, NavigableSet<Long> jobs, Duration timeout) {
        return new UsageReader(pusher, shard, jobs).next(timeout);
    }

    private CompletableFuture<Map<Long, JobUsage>> next(Duration timeout) {
        int limit = Math.min(missing.size(), JobUsageGet.MAX_LIMIT);
        return pusher.ask(shard, new JobUsageGet(missing.first() - 1, limit), timeout)
                .thenCompose(answer -> take(answer, timeout));
    }

    private CompletableFuture<Map<Long, JobUsage>> take(Response answer, Duration timeout) {
        JobUsageReply page = (JobUsageReply) answer;
        page.jobs().stream()
                .filter(usage -> missing.contains(usage.job()))
                .forEach(usage -> found.put(usage.job(), usage));
        if (page.jobs().isEmpty() || !page.more()) {
            return CompletableFuture.completedFuture(found);
        }
        missing.headSet(page.jobs().getLast().job(), true).clear();
        return missing.isEmpty() ? CompletableFuture.completedFuture(found) : next(timeout);
    }
}
