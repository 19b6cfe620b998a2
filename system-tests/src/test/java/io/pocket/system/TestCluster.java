package io.pocket.system;

import io.pocket.cli.cluster.ClusterSpec;
import io.pocket.cli.cluster.ClusterSpec.TierSpec;
import io.pocket.cli.cluster.Installation;
import io.pocket.cli.cluster.LocalCluster;
import io.pocket.cli.cluster.Poll;
import io.pocket.cli.cluster.ProcessTerms;
import io.pocket.cli.cluster.TierFigures;
import io.pocket.client.JobRequest;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketController;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Role;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.ServiceToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A cluster of shards and some DRAM nodes for one test class. */
final class TestCluster implements AutoCloseable {
    private static final Duration EMPTY_DEADLINE = Duration.ofSeconds(60);
    private static final Duration SERVICE_TIMEOUT = Duration.ofSeconds(20);
    private static final int PROBE_TIMEOUT_MILLIS = 5_000;

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
        return start(shards, tiers, process -> ProcessTerms.USUAL);
    }

    /** With some processes run otherwise, by their name. */
    static TestCluster start(int dramNodes, long capacityBytes, Function<String, ProcessTerms> terms) {
        return start(1, Map.of("dram", new TierSpec(dramNodes, capacityBytes)), terms);
    }

    private static TestCluster start(int shards, Map<String, TierSpec> tiers, Function<String, ProcessTerms> terms) {
        ClusterSpec spec = new ClusterSpec(shards, tiers, 0);
        return new TestCluster(LocalCluster.start(spec, Installation.ofSystemProperty(), terms));
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
        URI address = URI.create(address(process, "metrics"));
        try (InputStream in = address.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Status and body of a page for probes, such as {@code 503 starting}; empty if nobody answers. */
    String probe(String process, String page) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create(address(process, "metrics"))
                    .resolve(page)
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(PROBE_TIMEOUT_MILLIS);
            connection.setReadTimeout(PROBE_TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            try (InputStream body = status == 200 ? connection.getInputStream() : connection.getErrorStream()) {
                return status + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        } catch (IOException e) {
            return "";
        }
    }

    /** Answers a request to the controller that is made in the name of a service: status and body. */
    String asService(String method, String path) throws IOException, InterruptedException {
        Path key = cluster.processes().directory().path().resolve("cluster.key");
        long now = Instant.now().getEpochSecond();
        String token = new ServiceToken(Role.NODE, 0, now, now + 60).toBearer(ClusterKey.load(key));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(cluster.controller().resolve(path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .header("Authorization", "Bearer " + token)
                    .timeout(SERVICE_TIMEOUT)
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
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
