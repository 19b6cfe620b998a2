package io.pocket.server;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** Serves a process's figures, and the JVM's, at {@code http://host:port/metrics}. Its threads are daemons and its own. */
public final class MetricsEndpoint implements AutoCloseable {
    private final HTTPServer server;

    private MetricsEndpoint(HTTPServer server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one, see {@link #port}
     * @throws IOException when the address cannot be bound; the message names it
     */
    public static MetricsEndpoint start(String host, int port, List<? extends Collector> collectors)
            throws IOException {
        CollectorRegistry registry = new CollectorRegistry(true);
        DefaultExports.register(registry);
        collectors.forEach(registry::register);
        try {
            return new MetricsEndpoint(new HTTPServer.Builder()
                    .withInetSocketAddress(new InetSocketAddress(host, port))
                    .withRegistry(registry)
                    .withDaemonThreads(true)
                    .build());
        } catch (IOException e) {
            throw new IOException("metrics endpoint cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
