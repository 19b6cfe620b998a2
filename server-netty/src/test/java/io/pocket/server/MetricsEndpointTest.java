package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.pocket.server.health.ProcessHealth;
import io.prometheus.client.Collector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {
    private static String get(int port) throws Exception {
        return send(port, "/metrics", "GET").body();
    }

    private static HttpResponse<String> send(int port, String path, String method) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void shouldServeTransportAndJvmFigures() throws Exception {
        EventLoopChoice nio = new EventLoopChoice(EventLoopKind.NIO, List.of());
        try (EventLoops loops = EventLoops.start(nio, Duration.ZERO, 1, "figures")) {
            shouldServe(new TransportMetrics(loops));
        }
    }

    private static void shouldServe(TransportMetrics metrics) throws Exception {
        LoopCounters loop = metrics.newLoop();
        loop.add(TransportCounter.FRAMES_RECEIVED, 5);
        loop.add(TransportCounter.CONNECTIONS_ACCEPTED, 3);
        loop.closed(CloseReason.FRAME_DEADLINE);
        try (MetricsEndpoint endpoint = MetricsEndpoint.start("127.0.0.1", 0, ProcessHealth.RUNNING)) {
            endpoint.add(List.of(metrics));
            assertThat(get(endpoint.port()))
                    .contains("pocket_transport_frames_received_total 5.0")
                    .contains("pocket_transport_connections 2.0")
                    .contains("pocket_transport_connections_closed_total{reason=\"frame_deadline\",} 1.0")
                    .contains("pocket_transport_event_loop{kind=\"nio\",} 1.0")
                    .contains("pocket_transport_spins_total{found=\"true\",} 0.0")
                    .contains("jvm_memory_bytes_used");
        }
    }

    /** What a test says of the process. */
    private static final class ScriptedHealth implements ProcessHealth {
        private volatile String sick;
        private volatile String unready;

        @Override
        public Optional<String> sickness() {
            return Optional.ofNullable(sick);
        }

        @Override
        public Optional<String> unreadiness() {
            return Optional.ofNullable(unready);
        }
    }

    @Test
    void shouldSayInOneWordWhatIsWrong() throws Exception {
        ScriptedHealth health = new ScriptedHealth();
        try (MetricsEndpoint endpoint = MetricsEndpoint.start("127.0.0.1", 0, health)) {
            health.unready = "starting";
            assertAnswer(endpoint, "/-/healthy", 200, "ok\n");
            assertAnswer(endpoint, "/-/ready", 503, "starting\n");
            health.unready = null;
            health.sick = "stuck";
            assertAnswer(endpoint, "/-/healthy", 503, "stuck\n");
            assertAnswer(endpoint, "/-/ready", 200, "ok\n");
            assertThat(send(endpoint.port(), "/-/healthy", "HEAD").statusCode()).isEqualTo(503);
            assertThat(send(endpoint.port(), "/-/ready", "POST").statusCode()).isEqualTo(405);
        }
    }

    private static void assertAnswer(MetricsEndpoint endpoint, String path, int status, String body) throws Exception {
        HttpResponse<String> answer = send(endpoint.port(), path, "GET");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }

    /** Figures whose reading takes until the test says so. */
    private static final class SlowCollector extends Collector {
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final CountDownLatch begun = new CountDownLatch(1);
        private volatile boolean slow;

        @Override
        public List<MetricFamilySamples> collect() {
            if (slow) {
                begun.countDown();
                try {
                    assertThat(mayEnd.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return List.of();
        }
    }

    @Test
    void shouldAnswerAProbeWhileAScrapeIsStuck() throws Exception {
        SlowCollector stuck = new SlowCollector();
        try (MetricsEndpoint endpoint = MetricsEndpoint.start("127.0.0.1", 0, ProcessHealth.RUNNING)) {
            endpoint.add(List.of(stuck));
            stuck.slow = true;
            CompletableFuture<String> scrape = CompletableFuture.supplyAsync(() -> {
                try {
                    return get(endpoint.port());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(stuck.begun.await(20, TimeUnit.SECONDS)).isTrue();

            assertAnswer(endpoint, "/-/healthy", 200, "ok\n");

            assertThat(scrape).isNotDone();
            stuck.mayEnd.countDown();
            assertThat(scrape.get(20, TimeUnit.SECONDS)).contains("jvm_memory_bytes_used");
        }
    }

    @Test
    void shouldNameTheAddressThatIsTaken() throws Exception {
        try (MetricsEndpoint endpoint = MetricsEndpoint.start("127.0.0.1", 0, ProcessHealth.RUNNING)) {
            assertThatIOException()
                    .isThrownBy(() -> MetricsEndpoint.start("127.0.0.1", endpoint.port(), ProcessHealth.RUNNING))
                    .withMessageContaining("127.0.0.1:" + endpoint.port());
        }
    }
}
