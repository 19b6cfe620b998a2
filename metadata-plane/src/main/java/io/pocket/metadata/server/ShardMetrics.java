package io.pocket.metadata.server;

import io.pocket.metadata.core.BatchStatistics;
import io.pocket.metadata.core.RecordStatistics;
import io.pocket.metadata.core.ShardStatistics;
import io.pocket.metadata.journal.JournalUsage;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** How full the shard is, read on its own thread when Prometheus asks. */
final class ShardMetrics extends Collector {
    private static final long DEADLINE_SECONDS = 5;

    private final Executor owner;
    private final Supplier<Sample> source;

    /** What is read at once. */
    record Sample(
            ShardStatistics state,
            RecordStatistics records,
            JobMetrics.Sample jobs,
            int waitingCounts,
            BatchStatistics batches,
            JournalUsage journal,
            long epoch) {}

    ShardMetrics(Executor owner, Supplier<Sample> source) {
        this.owner = owner;
        this.source = source;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        Sample sample = read();
        List<MetricFamilySamples> families = new ArrayList<>(state(sample));
        families.addAll(records(sample.records()));
        families.addAll(batches(sample.batches()));
        return families;
    }

    private static List<MetricFamilySamples> records(RecordStatistics records) {
        return List.of(
                gauge("records", "Records and nodes of their indexes", records.slots()),
                gauge("record_bytes", "Memory for records that is in use", records.usedBytes()),
                gauge(
                        "record_held_bytes",
                        "Memory for records that is in use, or divided into places of the same size",
                        records.heldBytes()),
                gauge("record_free_bytes", "Memory for records that objects of any size may use", records.freeBytes()),
                gauge("record_taken_bytes", "Memory for records that the process has taken", records.takenBytes()),
                gauge(
                        "objects_to_free",
                        "Objects of deleted buckets and dropped jobs that are still in memory",
                        records.garbage()));
    }

    private static List<MetricFamilySamples> state(Sample sample) {
        ShardStatistics state = sample.state();
        List<MetricFamilySamples> families = new ArrayList<>(List.of(
                gauge("jobs", "Jobs the shard serves", state.jobs()),
                gauge("objects", "Objects in all jobs", state.objects()),
                gauge("object_bytes", "Sizes of all objects", state.objectBytes()),
                gauge("inline_bytes", "Memory taken by inline bytes", state.inlineBytes()),
                gauge("uploads", "Client sessions", state.uploads()),
                gauge("streams", "Objects that are read while they are written", state.streams()),
                gauge("parked", "Requests that wait", state.parked()),
                gauge("parked_counts", "Requests that wait for a count of objects", sample.waitingCounts()),
                gauge("pending_frees", "Chunks freed and not yet acknowledged by their node", state.pendingFrees()),
                gauge("buckets_elsewhere", "Buckets placed on other shards of their job", state.bucketsElsewhere()),
                counter("client_requests", "Requests of clients, HELLO not counted", state.clientRequests()),
                counter(
                        "wrong_shard_answers",
                        "Requests refused because their bucket lives on another shard",
                        state.wrongShardAnswers()),
                gauge(
                        "journal_bytes",
                        "Log since the last snapshot",
                        sample.journal().logBytes()),
                gauge("snapshot_bytes", "Last snapshot", sample.journal().snapshotBytes()),
                gauge("epoch", "Fencing epoch, raised at each start", sample.epoch())));
        families.addAll(JobMetrics.families(sample.jobs()));
        return families;
    }

    private static List<MetricFamilySamples> batches(BatchStatistics batches) {
        return List.of(
                counter("batches", "Batches carried out", batches.batches()),
                counter("batched_requests", "Requests that came in batches", batches.requests()),
                counter(
                        "batched_requests_without_room",
                        "Requests in batches that got BUSY, for want of room for the answer or for waiting",
                        batches.withoutRoom()),
                gauge("waiting_batches", "Batches that wait for an answer in them", batches.waiting()),
                gauge("waiting_batch_bytes", "Memory for answers of waiting batches", batches.waitingBytes()));
    }

    private static MetricFamilySamples gauge(String name, String help, long value) {
        return new GaugeMetricFamily("pocket_shard_" + name, help, (double) value);
    }

    private static MetricFamilySamples counter(String name, String help, long value) {
        return new CounterMetricFamily("pocket_shard_" + name, help, (double) value);
    }

    private Sample read() {
        try {
            return CompletableFuture.supplyAsync(source, owner).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the shard's figures", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the shard did not give its figures: " + e, e);
        }
    }
}
