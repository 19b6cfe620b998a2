package io.pocket.control.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class StandbyServerTest {

    @Test
    void shouldLiveAndNotBeReady() throws Exception {
        try (StandbyServer standby = new StandbyServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(get(http, standby, "/actuator/health/liveness").statusCode())
                    .isEqualTo(200);
            assertThat(get(http, standby, "/actuator/health/readiness").statusCode())
                    .isEqualTo(503);
            HttpResponse<String> refused = get(http, standby, "/api/v1/jobs");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("\"code\":\"not-leader\"");
        }
    }

    private static HttpResponse<String> get(HttpClient http, StandbyServer standby, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + standby.port() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
