package io.pocket.data;

import io.pocket.protocol.message.JobUsage;
import io.pocket.protocol.message.JobUsageGet;
import io.pocket.protocol.message.JobUsageReply;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** JOB_USAGE: what jobs use on this node. */
final class UsageReport {

    private final ChunkIndex chunks;
    private final JobTable jobs;

    UsageReport(ChunkIndex chunks, JobTable jobs) {
        this.chunks = chunks;
        this.jobs = jobs;
    }

    JobUsageReply page(JobUsageGet request) {
        NavigableSet<Long> numbers = new TreeSet<>();
        jobs.forEach(entry -> numbers.add(entry.job()));
        chunks.forEachAccount(account -> numbers.add(account.job()));
        NavigableSet<Long> wanted = numbers.tailSet(request.afterJob(), false);
        List<JobUsage> page =
                wanted.stream().limit(request.limit()).map(this::usage).toList();
        return new JobUsageReply(wanted.size() > page.size(), page);
    }

    private JobUsage usage(long job) {
        JobAccount account = chunks.account(job);
        JobTable.Entry entry = jobs.get(job);
        return new JobUsage(
                job,
                account == null ? 0 : account.chunks(),
                account == null ? 0 : account.storedBytes(),
                0,
                entry == null ? 0 : entry.requests(),
                entry == null ? 0 : entry.connections());
    }
}
