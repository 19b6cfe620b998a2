package io.pocket.metadata.core;

import io.pocket.protocol.Status;
import io.pocket.protocol.message.JobUsage;
import io.pocket.protocol.message.JobUsageGet;
import io.pocket.protocol.message.JobUsageReply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** JOB_USAGE: what jobs use on this shard. */
final class UsageReport {
    private final ShardState state;

    UsageReport(ShardState state) {
        this.state = state;
    }

    void answer(Call call, JobUsageGet request) throws Refusal {
        if (request.limit() < 1 || request.limit() > JobUsageGet.MAX_LIMIT) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT, "limit " + request.limit() + " is not within 1.." + JobUsageGet.MAX_LIMIT);
        }
        call.reply(state, page(request.afterJob(), request.limit()));
    }

    private JobUsageReply page(long afterJob, int limit) {
        Iterator<JobState> jobs = state.jobsAfter(afterJob).iterator();
        List<JobUsage> page = new ArrayList<>();
        while (page.size() < limit && jobs.hasNext()) {
            page.add(usage(jobs.next()));
        }
        return new JobUsageReply(jobs.hasNext(), page);
    }

    private static JobUsage usage(JobState job) {
        return new JobUsage(
                job.terms().job(),
                job.objects(),
                job.bytes(),
                job.inlineBytes(),
                job.traffic().operations(),
                job.traffic().connections());
    }

    /** The jobs with most objects, for metrics, which cannot show all. */
    List<ShardCore.NamedUsage> largest(int count) {
        return state.jobs().values().stream()
                .sorted(Comparator.comparingLong(JobState::objects).reversed())
                .limit(count)
                .map(job -> new ShardCore.NamedUsage(
                        job.terms().jobName() + "-" + job.terms().job(), usage(job)))
                .toList();
    }
}
