package io.pocket.metadata.server;

import io.pocket.metadata.core.ShardConfig;
import io.pocket.metadata.core.ShardCore;
import io.pocket.metadata.core.ShardLog.LogFullException;
import io.pocket.metadata.core.ShardRules;
import io.pocket.metadata.core.ShardState;
import io.pocket.metadata.journal.FileJournal;
import io.pocket.metadata.journal.Journal;
import io.pocket.metadata.journal.JournalConfig;
import io.pocket.metadata.journal.JournalIdentity;
import io.pocket.metadata.journal.JournalListener;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.trust.ControllerCa;
import io.pocket.server.EventLoops;
import io.pocket.server.FrameHandler;
import io.pocket.server.FrameLoop;
import io.pocket.server.FrameServer;
import io.pocket.server.InputLimits;
import io.pocket.server.MetricsEndpoint;
import io.pocket.server.ReplyGate;
import io.pocket.server.ServerLimits;
import io.pocket.server.TransportMetrics;
import io.pocket.server.health.LoopHealth;
import io.pocket.server.memory.MemoryBound;
import io.pocket.server.memory.MemoryMetrics;
import io.pocket.server.registration.ControllerCaMetrics;
import io.pocket.server.registration.ControllerClient;
import io.pocket.server.registration.ControllerRefusedException;
import io.pocket.server.registration.Registrar;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One shard process, from recovery to the end. Made and closed by the main thread; everything else is the loop's. */
final class ShardProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardProcess.class);

    private static final int EXIT_MEDIUM_FAILED = 3;

    private final ShardSettings settings;
    private final MemoryBound memory;
    private final ControllerTrust trust;
    private final ClusterKey clusterKey;
    private final Optional<ControllerCa> controllerCa;
    private final EventLoops loops;
    private final TransportMetrics transport;
    private final LoopHealth health = new LoopHealth();
    private ShardCore core;
    private Journal journal;
    private FrameServer server;
    private MetricsEndpoint metrics;

    private ShardProcess(ShardSettings settings) throws IOException {
        this.settings = settings;
        memory = ShardMemory.bound(settings);
        LOG.info("memory: at most {}", memory);
        Files.createDirectories(settings.dataDirectory());
        clusterKey = ClusterKey.load(settings.clusterKeyFile());
        controllerCa = ControllerCa.load(settings.controllerCa(), LOG::warn);
        trust = new ControllerTrust(settings.dataDirectory(), clusterKey);
        loops = EventLoops.start(settings.eventLoop(), 1, "shard");
        transport = new TransportMetrics(loops);
    }

    /** Runs a shard until SIGTERM. */
    static int serve(ShardSettings settings, PrintWriter out)
            throws ControllerRefusedException, IOException, InterruptedException {
        LOG.info("effective configuration: {}", settings);
        CountDownLatch stopped = new CountDownLatch(1);
        ShardProcess process = new ShardProcess(settings);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            process.close();
                            stopped.countDown();
                        },
                        "shard-shutdown"));
        process.start();
        out.println("READY shard=" + settings.shardId() + " address=" + settings.advertise() + " metrics=http://"
                + settings.metricsHost() + ":" + process.metrics.port() + "/metrics");
        out.flush();
        stopped.await();
        return 0;
    }

    private void start() throws ControllerRefusedException, IOException, InterruptedException {
        FrameLoop loop = loops.loop(0);
        InetSocketAddress address = new InetSocketAddress(
                settings.listen().host(), settings.listen().port());
        // Before the recovery, which may take long: who probes shall hear that it goes on.
        metrics = MetricsEndpoint.start(settings.metricsHost(), settings.metricsPort(), health);
        metrics.add(List.of(transport, new MemoryMetrics(memory)));
        server = FrameServer.start(loop, address, limits(), this::makeHandler, transport);
        metrics.add(List.of(new ShardMetrics(loop, this::sample), new ControllerCaMetrics(controllerCa)));
        health.serves(loop);
        register();
    }

    /** What half-arrived requests may take is bounded for the process; a batch is gathered like any other request. */
    private static ServerLimits limits() {
        ServerLimits defaults = ServerLimits.defaults();
        return defaults.withInput(new InputLimits(
                ShardConfig.MAX_FRAME_LENGTH,
                ShardConfig.MAX_FRAME_LENGTH,
                defaults.input().maxGatheredTotalBytes()));
    }

    private FrameHandler<?> makeHandler(FrameLoop loop, ReplyGate gate) {
        ShardState state = new ShardState(
                settings.shardId(),
                new DirectRecordMemory(settings.recordMemory()),
                new SlabInlineStore(settings.inlineCapacity()));
        try {
            journal = recover(state, loop, gate);
            core = new ShardCore(
                    shardConfig(journal.identity()),
                    state,
                    new JournalLog(journal),
                    new ShardRules(),
                    trust,
                    () -> journal.usage().totalBytes(),
                    System.nanoTime());
        } catch (IOException | LogFullException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        Snapshots snapshots = new Snapshots(state, journal, settings.logCapacity());
        return new ShardHandler(core, journal, snapshots, loop, Clock.systemUTC());
    }

    private Journal recover(ShardState state, FrameLoop loop, ReplyGate gate) throws IOException {
        long start = System.nanoTime();
        StateRecovery recovery = new StateRecovery(state);
        JournalConfig config = JournalConfig.of(
                        settings.dataDirectory().resolve("journal"), settings.shardId(), settings.durability())
                .withSegments(settings.segmentBytes(), settings.logCapacity());
        Journal opened = FileJournal.open(config, loop, new Listener(gate), recovery);
        LOG.info(
                "recovered {} records in {} ms as {}",
                recovery.records(),
                (System.nanoTime() - start) / 1_000_000,
                opened.identity());
        return opened;
    }

    private ShardConfig shardConfig(JournalIdentity identity) {
        return ShardConfig.of(identity.shardId(), identity.logId(), identity.epoch())
                .withUploadLeaseMillis((int) settings.uploadLease().toMillis())
                .withSizes(settings.inlineLimit(), settings.chunkSize())
                .withMaxStreamsPerJob(settings.maxStreams())
                .withMaxBucketsPerJob(settings.maxBuckets())
                .withBatches(settings.batches());
    }

    /** A shard that knows the controller's key serves at once; its registration goes on behind it. */
    private void register() throws ControllerRefusedException, IOException, InterruptedException {
        HostPort metricsAddress = new HostPort(settings.metricsHost(), metrics.port());
        ShardRegistration registration =
                new ShardRegistration(journal.identity(), settings.advertise(), metricsAddress);
        Registrar<String> registrar = new Registrar<>(
                new ControllerClient(settings.controller(), controllerCa, clusterKey, Clock.systemUTC()),
                registration.request());
        if (trust.isKnown()) {
            // Its thread is a daemon and ends with the process.
            registrar.registerInBackground(this::learnLater);
        } else {
            trust.learn(registrar
                    .register(Optional.empty(), settings.registrationDeadline())
                    .told());
            health.registered();
        }
    }

    private void learnLater(String key) {
        health.registered();
        try {
            trust.learn(key);
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("the controller's key could not be kept: {}", e.getMessage(), e);
        }
    }

    private ShardMetrics.Sample sample() {
        return new ShardMetrics.Sample(
                core.statistics(),
                core.recordStatistics(),
                JobMetrics.Sample.of(core),
                core.waitingCounts(),
                core.batchStatistics(),
                journal.usage(),
                journal.identity().epoch());
    }

    @Override
    public void close() {
        LOG.info("stopping");
        health.stops();
        if (server != null) {
            server.close();
        }
        if (metrics != null) {
            metrics.close();
        }
        if (journal != null) {
            loops.loop(0).execute(journal::close);
        }
        loops.close();
    }

    /** What the journal's helper threads tell, on the loop's thread. */
    private static final class Listener implements JournalListener {
        private final ReplyGate gate;

        Listener(ReplyGate gate) {
            this.gate = gate;
        }

        @Override
        public void onDurable(long lsn) {
            gate.open(lsn);
        }

        @Override
        public void onSnapshot(long lsn) {
            LOG.info("the snapshot of record {} is in place", lsn);
        }

        @Override
        public void onSnapshotFailed(IOException cause) {
            LOG.error("the snapshot could not be installed, the log stays as it is: {}", cause.getMessage(), cause);
        }

        /** What is not durable may be lost, so nothing may be answered any more: the process ends and recovers at its next start. */
        @Override
        public void onFailure(IOException cause) {
            LOG.error("the journal's medium failed; ending: {}", cause.getMessage(), cause);
            Runtime.getRuntime().halt(EXIT_MEDIUM_FAILED);
        }
    }
}
