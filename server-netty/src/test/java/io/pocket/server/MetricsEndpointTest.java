package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {
    private static String get(int port) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
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
        try (MetricsEndpoint endpoint = MetricsEndpoint.start("127.0.0.1", 0, List.of(metrics))) {
            assertThat(get(endpoint.port()))
                    .contains("pocket_transport_frames_received_total 5.0")
                    .contains("pocket_transport_connections 2.0")
                    .contains("pocket_transport_connections_closed_total{reason=\"frame_deadline\",} 1.0")
                    .contains("pocket_transport_event_loop{kind=\"nio\",} 1.0")
                    .contains("pocket_transport_spins_total{found=\"true\",} 0.0")
                    .contains("jvm_memory_bytes_used");
        }
    }

    @Test
    void shouldNameTheAddressThatIsTaken() throws Exception {
        try (MetricsEndpoint endpoint = MetricsEndpoint.start("127.0.0.1", 0, List.of())) {
            assertThatIOException()
                    .isThrownBy(() -> MetricsEndpoint.start("127.0.0.1", endpoint.port(), List.of()))
                    .withMessageContaining("127.0.0.1:" + endpoint.port());
        }
    }
}
