package io.pocket.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;

/** What a process shows to Prometheus, read once. */
final class MetricsPage {

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int BYTES_MAX = 16 << 20;
    private static final String MEMORY = "pocket_process_memory_";

    private final String process;
    private final String text;

    private MetricsPage(String process, String text) {
        this.process = process;
        this.text = text;
    }

    /** Reads the page; {@link ClusterException} if the process does not show it in time. */
    static MetricsPage read(String process, URI address) {
        try {
            URLConnection connection = address.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try (InputStream in = connection.getInputStream()) {
                return new MetricsPage(process, new String(in.readNBytes(BYTES_MAX), UTF_8));
            }
        } catch (IOException e) {
            throw new ClusterException(process + " does not show its figures at " + address + ": " + e.getMessage(), e);
        }
    }

    MemoryFigures memory() {
        return new MemoryFigures(process, value(MEMORY + "peak_bytes"), value(MEMORY + "bound_bytes"));
    }

    private long value(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new ClusterException(process + " shows no " + name));
    }
}
