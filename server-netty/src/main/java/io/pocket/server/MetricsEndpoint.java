package io.pocket.server;

import com.sun.net.httpserver.HttpServer;
import io.pocket.server.health.HealthPage;
import io.pocket.server.health.HttpServerLimits;
import io.pocket.server.health.ProcessHealth;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves a process's figures, and the JVM's, at {@code http://host:port/metrics}, and its health at {@code /-/healthy} and {@code /-/ready}. Its
 * threads are daemons, few, and its own: one that waits for a slow scraper does not keep a probe waiting.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int REQUESTS_WAITING_MAX = 32;
    private static final int THREAD_IDLE_SECONDS = 30;

    private final HttpServer server;
    private final ExecutorService threads;
    private final CollectorRegistry registry;

    private MetricsEndpoint(HttpServer server, ExecutorService threads, CollectorRegistry registry) {
        this.server = server;
        this.threads = threads;
        this.registry = registry;
    }

    /**
     * Starts to listen. Whoever asks before there are figures sees those of the JVM; {@link #add} brings others.
     *
     * @param port 0 for any free one, see {@link #port}
     * @throws IOException when the address cannot be bound; the message names it
     */
    public static MetricsEndpoint start(String host, int port, ProcessHealth health) throws IOException {
        CollectorRegistry registry = new CollectorRegistry(true);
        DefaultExports.register(registry);
        return start(new InetSocketAddress(host, port), registry, health);
    }

    /**
     * As {@link #start(String, int, ProcessHealth)}, with a registry of the caller's.
     *
     * @throws IOException when the address cannot be bound; the message names it
     */
    public static MetricsEndpoint start(InetSocketAddress address, CollectorRegistry registry, ProcessHealth health)
            throws IOException {
        HttpServerLimits.apply();
        HttpServer server = bind(address);
        ExecutorService threads = threads();
        server.setExecutor(threads);
        server.createContext("/", new HTTPMetricHandler(registry));
        server.createContext(HealthPage.HEALTHY, new HealthPage(health::sickness));
        server.createContext(HealthPage.READY, new HealthPage(health::unreadiness));
        // The server's own thread is a daemon if the one that starts it is.
        CompletableFuture.runAsync(server::start, threads).join();
        return new MetricsEndpoint(server, threads, registry);
    }

    private static HttpServer bind(InetSocketAddress address) throws IOException {
        try {
            return HttpServer.create(address, REQUESTS_WAITING_MAX);
        } catch (IOException | UnresolvedAddressException e) {
            throw new IOException(
                    "metrics endpoint cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + e,
                    e);
        }
    }

    private static ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                THREAD_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(REQUESTS_WAITING_MAX),
                Thread.ofPlatform().daemon().name("metrics-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Shows further figures from here on. */
    public void add(List<? extends Collector> collectors) {
        collectors.forEach(registry::register);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
