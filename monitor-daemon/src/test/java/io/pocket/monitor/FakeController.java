package io.pocket.monitor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes reports on loopback and keeps them. */
final class FakeController implements AutoCloseable {
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private FakeController(HttpServer server) {
        this.server = server;
    }

    /** Port 0 is any free one. */
    static FakeController start(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        FakeController controller = new FakeController(server);
        server.createContext("/api/v1/nodes/7/reports", controller::take);
        server.start();
        return controller;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            reports.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<String> reports() {
        return reports;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
