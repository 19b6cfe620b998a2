package io.pocket.control.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers probes while the service is not there: it lives, and is not ready. */
final class StandbyServer implements AutoCloseable {

    private static final int BACKLOG = 16;
    private static final String LIVENESS = "/actuator/health/liveness";
    private static final String UP = "{\"status\":\"UP\"}";
    private static final String STANDBY = """
            {"type":"urn:pocket:problem:not-leader","title":"Another controller leads","status":503,"code":"not-leader",\
            "remedy":"Ask the Service pocket-controller, which leads to the one that does"}""";

    private final HttpServer server;
    private final ExecutorService thread;

    /** @throws IOException when the address cannot be bound */
    StandbyServer(InetSocketAddress address) throws IOException {
        server = HttpServer.create(address, BACKLOG);
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("pocket-standby").factory());
        server.setExecutor(thread);
        server.createContext("/", StandbyServer::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean liveness = exchange.getRequestURI().getPath().equals(LIVENESS);
            byte[] body = (liveness ? UP : STANDBY).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", liveness ? "application/json" : "application/problem+json");
            exchange.sendResponseHeaders(
                    liveness ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
