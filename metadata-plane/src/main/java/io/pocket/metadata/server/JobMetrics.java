package io.pocket.metadata.server;

import io.pocket.metadata.core.Quota;
import io.pocket.metadata.core.ShardCore;
import io.pocket.protocol.message.JobUsage;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Figures of quotas, and of the largest jobs: so many and no more, for each label value costs whoever scrapes it. */
final class JobMetrics {
    private static final int JOBS_SHOWN_MAX = 20;
    private static final List<String> JOB_LABEL = List.of("job");

    private JobMetrics() {}

    /** What is read at once. */
    record Sample(Map<Quota, Long> quotaRefusals, List<ShardCore.NamedUsage> largest) {
        static Sample of(ShardCore core) {
            return new Sample(core.quotaRefusals(), core.largestJobs(JOBS_SHOWN_MAX));
        }
    }

    static List<MetricFamilySamples> families(Sample sample) {
        List<MetricFamilySamples> families = new ArrayList<>();
        families.add(refusals(sample));
        families.add(gauge("objects", "Objects of the largest jobs", sample, JobUsage::objects));
        families.add(gauge("object_bytes", "Sizes of the objects of the largest jobs", sample, JobUsage::bytes));
        families.add(gauge("inline_bytes", "Inline bytes of the largest jobs", sample, JobUsage::inlineBytes));
        families.add(gauge("connections", "Client connections of the largest jobs", sample, JobUsage::connections));
        families.add(gauge(
                "operations", "Requests of the largest jobs since the shard started", sample, JobUsage::operations));
        return families;
    }

    private static MetricFamilySamples refusals(Sample sample) {
        CounterMetricFamily family = new CounterMetricFamily(
                "pocket_shard_quota_refusals", "Requests refused because a job's quota was used up", List.of("quota"));
        for (Quota quota : Quota.values()) {
            family.addMetric(
                    List.of(quota.label()), (double) sample.quotaRefusals().getOrDefault(quota, 0L));
        }
        return family;
    }

    private static MetricFamilySamples gauge(String name, String help, Sample sample, ToLongFunction<JobUsage> figure) {
        GaugeMetricFamily family = new GaugeMetricFamily("pocket_shard_job_" + name, help, JOB_LABEL);
        for (ShardCore.NamedUsage job : sample.largest()) {
            family.addMetric(List.of(job.jobId()), (double) figure.applyAsLong(job.usage()));
        }
        return family;
    }
}
