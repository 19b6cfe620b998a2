package io.pocket.system;

import io.pocket.cli.cluster.ClusterSpec;
import io.pocket.cli.cluster.ClusterSpec.TierSpec;
import io.pocket.cli.cluster.Installation;
import io.pocket.cli.cluster.LocalCluster;
import io.pocket.cli.cluster.Poll;
import io.pocket.cli.cluster.TierFigures;
import io.pocket.client.JobRequest;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketController;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A cluster of shards and some DRAM nodes for one test class. */
final class TestCluster implements AutoCloseable {
    private static final Duration EMPTY_DEADLINE = Duration.ofSeconds(60);

    private final LocalCluster cluster;
    private final PocketController controller;

    private TestCluster(LocalCluster cluster) {
        this.cluster = cluster;
        this.controller = PocketController.at(cluster.controller());
    }

    static TestCluster start(int dramNodes, long capacityBytes) {
        return start(1, dramNodes, capacityBytes);
    }

    static TestCluster start(int shards, int dramNodes, long capacityBytes) {
        return start(shards, Map.of("dram", new TierSpec(dramNodes, capacityBytes)));
    }

    static TestCluster start(Map<String, TierSpec> tiers) {
        return start(1, tiers);
    }

    private static TestCluster start(int shards, Map<String, TierSpec> tiers) {
        ClusterSpec spec = new ClusterSpec(shards, tiers, 0);
        return new TestCluster(LocalCluster.start(spec, Installation.ofSystemProperty()));
    }

    PocketController controller() {
        return controller;
    }

    LocalCluster processes() {
        return cluster;
    }

    JobTicket register(String name) {
        return controller.register(JobRequest.named(name));
    }

    JobTicket register(JobRequest request) {
        return controller.register(request);
    }

    void deregister(JobTicket job) {
        controller.deregister(job.id());
    }

    void deregister(String jobId) {
        controller.deregister(jobId);
    }

    JobTicket register(JobRequest request) {
        return controller.register(request);
    }

    HostPort shardOf(JobTicket job) {
        return ConnectionString.parse(job.connectionString()).shards().getFirst();
    }

    HostPort address(String process) {
        return HostPort.parse(address(process, "Pocket"));
    }

    private String address(String process, String what) {
        return cluster.addresses().stream()
                .filter(address ->
                        address.process().equals(process) && address.what().equals(what))
                .map(LocalCluster.Address::address)
                .findFirst()
                .orElseThrow();
    }

    /** A counter or gauge without labels, as the process shows it to Prometheus. */
    double metric(String process, String name) {
        return metrics(process)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(process + " has no metric " + name));
    }

    private String metrics(String process) {
        URI address = cluster.addresses().stream()
                .filter(each -> each.process().equals(process) && each.what().equals("metrics"))
                .map(each -> URI.create(each.address()))
                .findFirst()
                .orElseThrow();
        try (InputStream in = address.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long usedBytes() {
        return cluster.api().tiers().stream().mapToLong(TierFigures::usedBytes).sum();
    }

    /** Waits until every tier reports zero bytes. */
    boolean becomesEmpty() {
        return eventually(() -> usedBytes() == 0, EMPTY_DEADLINE);
    }

    /** Polls a condition until it holds or the deadline is over. */
    static boolean eventually(BooleanSupplier condition, Duration deadline) {
        return Poll.until(condition, deadline);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
