package io.pocket.server.registration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.pocket.protocol.trust.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each request with the next of its answers, and the last of them for ever. */
final class ScriptedController implements AutoCloseable {
    record Request(String path, String bearer, String body) {}

    record Answer(int status, String body) {}

    final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    /** Connections that began TLS. */
    final AtomicInteger greetings = new AtomicInteger();

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    ScriptedController(Answer... script) throws IOException {
        server = HttpServer.create(anyPort(), 0);
        start(script);
    }

    /** Over https. */
    ScriptedController(TestIdentity identity, Answer... script) throws IOException {
        HttpsServer https = HttpsServer.create(anyPort(), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(identity.serverContext()) {
            @Override
            public void configure(HttpsParameters parameters) {
                greetings.incrementAndGet();
                super.configure(parameters);
            }
        });
        server = https;
        start(script);
    }

    private void start(Answer... script) {
        answers.addAll(List.of(script));
        server.createContext("/", this::answer);
        server.start();
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    URI url() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/base");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
