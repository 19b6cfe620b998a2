package io.pocket.benchmarks.worker;

import io.pocket.benchmarks.stats.Latencies;
import io.pocket.benchmarks.worker.StreamClient.Stretch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Carries out {@link Task.Stream}; clients stay until another job or size is asked for. */
final class StreamRun implements AutoCloseable {
    private final List<StreamClient> clients = new ArrayList<>();
    private String address = "";
    private int sizeBytes;

    TaskResult of(Task.Stream task) throws IOException {
        connect(task);
        List<Stretch> stretches = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients.size())) {
            List<Future<Stretch>> running = clients.stream()
                    .map(client -> threads.submit(() -> run(task, client)))
                    .toList();
            for (Future<Stretch> each : running) {
                stretches.add(each.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("a client failed: " + e.getCause(), e);
        }
        return sum(stretches);
    }

    private static Stretch run(Task.Stream task, StreamClient client) throws IOException {
        if (task.fill()) {
            client.fill();
            return new Stretch(new Latencies(), 1);
        }
        return client.run(task.operation(), task.warmUpMillis() * 1_000_000L, task.millis() * 1_000_000L);
    }

    /** Rates add up: the time is that in which so many operations go at the sum of the rates. */
    private static TaskResult sum(List<Stretch> stretches) {
        Latencies latencies = new Latencies();
        double perSecond = 0;
        for (Stretch stretch : stretches) {
            latencies.add(stretch.latencies());
            perSecond += stretch.perSecond();
        }
        long nanos = perSecond == 0 ? 0 : Math.round(latencies.count() * 1e9 / perSecond);
        return new TaskResult(latencies.encode(), latencies.count(), nanos);
    }

    private void connect(Task.Stream task) {
        if (address.equals(task.address()) && sizeBytes == task.sizeBytes() && clients.size() == task.threads()) {
            return;
        }
        close();
        for (int i = 0; i < task.threads(); i++) {
            clients.add(new StreamClient(task, task.firstClient() + i));
        }
        address = task.address();
        sizeBytes = task.sizeBytes();
    }

    @Override
    public void close() {
        clients.forEach(StreamClient::close);
        clients.clear();
    }
}
