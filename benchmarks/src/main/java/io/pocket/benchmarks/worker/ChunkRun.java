package io.pocket.benchmarks.worker;

import io.pocket.benchmarks.load.ChunkTraffic;
import io.pocket.protocol.ConnectionString;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Carries out {@link Task.Chunks}; sessions stay open from task to task. For one thread. */
final class ChunkRun implements AutoCloseable {
    private final Map<String, ChunkTraffic> sessions = new HashMap<>();

    TaskResult of(Task.Chunks task) throws IOException {
        ChunkTraffic traffic = sessions.get(task.address());
        if (traffic == null) {
            traffic = new ChunkTraffic(ConnectionString.parse(task.address()), task.sizeBytes());
            sessions.put(task.address(), traffic);
        }
        long startNanos = System.nanoTime();
        if (task.discard()) {
            traffic.discard();
        } else {
            traffic.writeAndRead(task.chunks());
        }
        return new TaskResult(null, 2L * task.chunks(), System.nanoTime() - startNanos);
    }

    @Override
    public void close() throws IOException {
        for (ChunkTraffic traffic : sessions.values()) {
            traffic.close();
        }
    }
}
