package io.pocket.benchmarks.worker;

import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.contender.Key;
import io.pocket.benchmarks.load.LoadDriver;
import io.pocket.benchmarks.load.PocketGets;
import io.pocket.benchmarks.load.RespGets;
import io.pocket.benchmarks.raw.RawSession;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.HostPort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Carries out {@link Task.Saturate}. */
final class LoadRun {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private LoadRun() {}

    static TaskResult of(Task.Saturate task) throws IOException {
        try (LoadDriver driver = new LoadDriver(task.depth())) {
            Key[] keys = Key.many(task.bucket(), task.keys());
            for (int i = 0; i < task.connections(); i++) {
                connect(driver, task, keys, i * task.keys() / task.connections());
            }
            driver.start();
            driver.runFor(Duration.ofMillis(task.warmUpMillis()), Long.MAX_VALUE);
            long before = driver.answered();
            long startNanos = System.nanoTime();
            long startCpuNanos = THREADS.getCurrentThreadCpuTime();
            driver.runFor(Duration.ofMillis(task.millis()), Long.MAX_VALUE);
            long nanos = System.nanoTime() - startNanos;
            double cpuShare = (THREADS.getCurrentThreadCpuTime() - startCpuNanos) / (double) nanos;
            long operations = driver.answered() - before;
            driver.drain();
            return new TaskResult(null, null, operations, nanos, cpuShare);
        }
    }

    private static void connect(LoadDriver driver, Task.Saturate task, Key[] keys, int first) throws IOException {
        if (task.contender() == ContenderKind.POCKET) {
            RawSession session = RawSession.toShard(ConnectionString.parse(task.address()));
            driver.add(session.channel(), new PocketGets(keys, first, task.sizeBytes()));
        } else {
            HostPort server = HostPort.parse(task.address());
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.host(), server.port()));
            driver.add(channel, new RespGets(keys, first, task.sizeBytes()));
        }
    }
}
