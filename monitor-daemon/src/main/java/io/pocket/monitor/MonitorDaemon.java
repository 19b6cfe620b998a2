package io.pocket.monitor;

import io.pocket.monitor.host.HostPaths;
import io.pocket.monitor.host.HostReader;
import io.pocket.monitor.node.NodeWatch;
import io.pocket.monitor.node.ProcessTable;
import io.pocket.monitor.report.HttpControllerClient;
import io.pocket.monitor.report.ReportSender;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.trust.ControllerCa;
import io.pocket.server.MetricsEndpoint;
import io.pocket.server.health.ProcessHealth;
import io.pocket.server.memory.MemoryBound;
import io.pocket.server.memory.MemoryMetrics;
import io.pocket.server.registration.ControllerCaMetrics;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.StandardExports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running monitor: two threads and the metrics endpoint. */
final class MonitorDaemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorDaemon.class);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(2);

    private final MonitorConfig config;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final HttpControllerClient controller;
    private final ReportSender sender;
    private final Sampler sampler;
    private final MetricsEndpoint metricsServer;
    private final SamplingHealth health;
    private volatile boolean failed;
    private final Thread samplingThread = new Thread(this::sampleUntilStopped, "monitor-sampling");
    private final Thread sendingThread = new Thread(this::sendUntilStopped, "monitor-sending");

    private MonitorDaemon(MonitorConfig config, HostPaths paths, CollectorRegistry registry) throws IOException {
        this.config = config;
        MonitorMetrics metrics = new MonitorMetrics(registry);
        ClusterKey key = ClusterKey.load(config.clusterKeyFile());
        Optional<ControllerCa> ca = ControllerCa.load(config.controllerCa(), LOG::warn);
        controller = new HttpControllerClient(config.controller(), ca, config.interval(), key, InstantSource.system());
        sender = new ReportSender(controller, metrics::delivered, Thread::sleep, RandomGenerator.getDefault());
        NodeWatch node = new NodeWatch(
                config.countersFile(), config.sharesProcesses() ? ProcessTable.live() : ProcessTable.unseen());
        HostReader host = new HostReader(paths, config.interfaces(), System::nanoTime);
        sampler = new Sampler(host, node::observe, InstantSource.system(), metrics, sender::offer);
        registry.register(new FiguresCollector(sampler::latest));
        registry.register(new StandardExports());
        registry.register(new MemoryMetrics(MemoryBound.ofJvm()));
        registry.register(new ControllerCaMetrics(ca));
        health = new SamplingHealth(
                config.interval(), System::nanoTime, () -> sampler.latest().isPresent());
        metricsServer = listen(config, registry, health);
        samplingThread.setUncaughtExceptionHandler(this::fail);
        sendingThread.setUncaughtExceptionHandler(this::fail);
    }

    private static MetricsEndpoint listen(MonitorConfig config, CollectorRegistry registry, ProcessHealth health)
            throws IOException {
        try {
            InetSocketAddress address = new InetSocketAddress(config.metricsHost(), config.metricsPort());
            return MetricsEndpoint.start(address, registry, health);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on --metrics-host=" + config.metricsHost() + " --metrics-port="
                            + config.metricsPort() + ": " + e.getMessage(),
                    e);
        }
    }

    /**
     * Starts to sample, send and listen.
     *
     * @throws IOException if the key or the CA file cannot be read, or the metrics port cannot be bound
     */
    static MonitorDaemon start(MonitorConfig config, HostPaths paths) throws IOException {
        MonitorDaemon daemon = new MonitorDaemon(config, paths, new CollectorRegistry());
        daemon.samplingThread.start();
        daemon.sendingThread.start();
        return daemon;
    }

    int metricsPort() {
        return metricsServer.port();
    }

    /** Waits until {@link #close} is called, or a thread failed; true in the latter case. */
    boolean awaitFailure() throws InterruptedException {
        stop.await();
        return failed;
    }

    /** A bug, or no memory: half a monitor would look healthy, so the process shall end and be started again. */
    private void fail(Thread thread, Throwable cause) {
        LOG.error("{} failed", thread.getName(), cause);
        failed = true;
        stop.countDown();
    }

    private void sampleUntilStopped() {
        Metronome metronome = new Metronome(config.interval().toNanos(), System.nanoTime());
        try {
            while (!stop.await(metronome.delayNanos(System.nanoTime()), TimeUnit.NANOSECONDS)) {
                metronome.beat(System.nanoTime());
                sampler.sample();
                health.sampled();
            }
        } catch (InterruptedException e) {
            LOG.debug("Sampling was interrupted", e);
        }
    }

    private void sendUntilStopped() {
        try {
            while (stop.getCount() > 0) {
                sender.step();
            }
        } catch (InterruptedException e) {
            LOG.debug("Sending was interrupted", e);
        }
    }

    /** Ends both threads and the endpoint, within seconds. */
    @Override
    public void close() {
        stop.countDown();
        samplingThread.interrupt();
        sendingThread.interrupt();
        controller.close();
        metricsServer.close();
        join(samplingThread);
        join(sendingThread);
    }

    private static void join(Thread thread) {
        try {
            if (!thread.join(STOP_DEADLINE)) {
                LOG.warn("{} did not end within {}", thread.getName(), STOP_DEADLINE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
