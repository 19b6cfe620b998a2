package io.pocket.control.rebalance;

import io.pocket.control.quota.ShardShare;
import io.pocket.protocol.message.JobUsage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes rates of counters. One thread at a time; no larger than what was asked about last. */
final class UsageHistory {

    private final Map<Key, Sample> last = new HashMap<>();

    private record Key(long job, int shard) {}

    private record Sample(long operations, long takenNanos) {}

    /** What a job uses on a shard; empty at the first look, which shows no rate yet. */
    Optional<ShardUse> add(int shard, JobUsage usage, long nowNanos) {
        Sample former = last.put(new Key(usage.job(), shard), new Sample(usage.operations(), nowNanos));
        if (former == null || nowNanos == former.takenNanos()) {
            return Optional.empty();
        }
        // Negative when the shard was restarted meanwhile.
        long operations = Math.max(0, usage.operations() - former.operations());
        double seconds = (nowNanos - former.takenNanos()) / (double) TimeUnit.SECONDS.toNanos(1);
        int perSecond = (int) Math.min(Integer.MAX_VALUE, Math.ceil(operations / seconds));
        ShardShare used = new ShardShare(shard, usage.objects(), usage.inlineBytes(), perSecond, usage.connections());
        return Optional.of(new ShardUse(used, operations > 0));
    }

    void retainJobs(Set<Long> jobs) {
        last.keySet().removeIf(key -> !jobs.contains(key.job()));
    }
}
