package io.pocket.server.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** A page that says {@code ok}, or 503 with one word. */
public final class HealthPage implements HttpHandler {
    /** Whether the process should be left alone: {@link ProcessHealth#sickness}. */
    public static final String HEALTHY = "/-/healthy";

    /** Whether the process may be used: {@link ProcessHealth#unreadiness}. */
    public static final String READY = "/-/ready";

    private final Supplier<Optional<String>> trouble;

    /** @param trouble in one word, nothing when all is well */
    public HealthPage(Supplier<Optional<String>> trouble) {
        this.trouble = trouble;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!head && !exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_BAD_METHOD, -1);
                return;
            }
            Optional<String> word = trouble.get();
            byte[] body = (word.orElse("ok") + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(
                    word.isPresent() ? HttpURLConnection.HTTP_UNAVAILABLE : HttpURLConnection.HTTP_OK,
                    head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
