package io.pocket.control;

import io.pocket.control.push.ClusterLink;
import io.pocket.control.push.FakeCluster;
import io.pocket.protocol.Role;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.ServiceToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on a port of its own, over a {@link FakeCluster}, spoken to over HTTP. */
final class ControllerUnderTest implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final FakeCluster cluster;
    private final ClusterKey key = ClusterKey.generate();
    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    private ControllerUnderTest(
            Path dataDir,
            FakeCluster cluster,
            Map<String, String> settings,
            Consumer<GenericApplicationContext> furtherBeans)
            throws IOException {
        this.cluster = cluster;
        Path keyFile = Files.writeString(dataDir.resolve("test-cluster.key"), key.toHex());
        Map<String, String> arguments = new LinkedHashMap<>(Map.of(
                "server.port", "0",
                "pocket.controller.data-dir", dataDir.toString(),
                "pocket.controller.cluster-key-file", keyFile.toString(),
                "pocket.controller.push.ping-interval", "20ms",
                "pocket.controller.push.acknowledge-timeout", "200ms",
                "pocket.controller.jobs.registration-timeout", "500ms",
                "pocket.controller.jobs.drop-timeout", "300ms"));
        arguments.putAll(settings);
        context = new SpringApplicationBuilder(ControlPlaneApplication.class)
                .initializers(created -> {
                    GenericApplicationContext beans = (GenericApplicationContext) created;
                    beans.registerBean("fakeCluster", ClusterLink.class, () -> cluster);
                    furtherBeans.accept(beans);
                })
                .run(arguments.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
        base = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    static ControllerUnderTest start(Path dataDir) throws IOException {
        return start(dataDir, Map.of());
    }

    /** With settings that replace those made for tests. */
    static ControllerUnderTest start(Path dataDir, Map<String, String> settings) throws IOException {
        return start(dataDir, settings, beans -> {});
    }

    /** With beans that the service does not make by itself. */
    static ControllerUnderTest start(
            Path dataDir, Map<String, String> settings, Consumer<GenericApplicationContext> furtherBeans)
            throws IOException {
        return new ControllerUnderTest(dataDir, new FakeCluster(), settings, furtherBeans);
    }

    FakeCluster cluster() {
        return cluster;
    }

    /** One of its ports: {@code server} or {@code management}. */
    int port(String of) {
        return context.getEnvironment().getRequiredProperty("local." + of + ".port", Integer.class);
    }

    ClusterKey key() {
        return key;
    }

    /** An answer, with its body as JSON where it is JSON. */
    record Answer(int status, String contentType, String text) {

        JsonNode json() {
            return JSON.readTree(text);
        }
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).GET());
    }

    Answer delete(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).DELETE());
    }

    /** As a service of this cluster. */
    Answer deleteAsService(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + serviceToken(key))
                .DELETE());
    }

    Answer post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    /** As a service of this cluster. */
    Answer putAsService(String path, String body) {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + serviceToken(key))
                .PUT(BodyPublishers.ofString(body)));
    }

    /** As a service of this cluster. */
    Answer postAsService(String path, String body) {
        return post(path, body, "Authorization", "Bearer " + serviceToken(key));
    }

    static String serviceToken(ClusterKey key) {
        long now = Instant.now().getEpochSecond();
        return new ServiceToken(Role.NODE, 0, now, now + 60).toBearer(key);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new AssertionError("no answer from the controller", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Registers a shard and returns its id. */
    int addShard(long logId, int port) {
        Answer answer = postAsService("/api/v1/shards", """
                {"shardId":0,"logId":%d,"epoch":1,"address":"127.0.0.1:%d"}
                """.formatted(logId, port));
        return answer.json().get("shardId").asInt();
    }

    /** Registers a DRAM node and returns its id. */
    int addNode(long incarnation, int port, long capacityBytes) {
        Answer answer = postAsService("/api/v1/nodes", """
                {"nodeId":0,"incarnation":%d,"tier":"dram","address":"127.0.0.1:%d","capacityBytes":%d,"machine":"m"}
                """.formatted(incarnation, port, capacityBytes));
        return answer.json().get("nodeId").asInt();
    }

    @Override
    public void close() {
        http.close();
        context.close();
    }
}
