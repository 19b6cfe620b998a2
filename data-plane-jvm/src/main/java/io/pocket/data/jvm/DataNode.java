package io.pocket.data.jvm;

import io.pocket.data.NodeConfig;
import io.pocket.data.NodeCore;
import io.pocket.data.jvm.file.FileChunkStore;
import io.pocket.data.jvm.file.HddChunkStore;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.counters.CounterFile;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.Tombstone;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.TokenVerifier;
import io.pocket.protocol.trust.ControllerCa;
import io.pocket.server.EventLoops;
import io.pocket.server.FrameLoop;
import io.pocket.server.FrameServer;
import io.pocket.server.InputLimits;
import io.pocket.server.MetricsEndpoint;
import io.pocket.server.ServerLimits;
import io.pocket.server.TransportMetrics;
import io.pocket.server.health.LoopHealth;
import io.pocket.server.memory.MemoryBound;
import io.pocket.server.memory.MemoryMetrics;
import io.pocket.server.registration.ControllerCaMetrics;
import io.pocket.server.registration.ControllerClient;
import io.pocket.server.registration.ControllerRefusedException;
import io.pocket.server.registration.Registrar;
import io.prometheus.client.Collector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: files, transport and core joined. Started and closed by one thread that is not the loop's.
 *
 * <p>The process may be killed at any instant; {@link #close} is only more polite to clients, and lets the chunks of a disk
 * outlive a restart of the machine.
 */
final class DataNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataNode.class);

    /** Payloads of WRITEs go to the store; all else is small. */
    private static final int GATHERED_BYTES_MAX = 128 << 10;

    private static final long GATHERED_TOTAL_BYTES_MAX = 16L << 20;
    private static final Duration AUDIT_PAUSE = Duration.ofMillis(200);
    private static final int AUDIT_BATCH_MAX = 1_024;

    private final OpenResources resources = new OpenResources();
    private final NodeSettings settings;
    private final Optional<BroughtMedium> brought;
    private final InstantSource clock;
    private final ClusterKey key;
    private final Optional<ControllerCa> controllerCa;
    private final DataDirectory directory;
    private final DataDirectory.Medium medium;
    private final FrameLoop loop;
    private final NodeHandler handler;
    private final HostPort address;
    private final LoopHealth health = new LoopHealth();
    private final MetricsEndpoint metrics;
    private NodeCore core;
    private ClusterKnowledge knowledge;
    private AutoCloseable registering = () -> {};

    private DataNode(NodeSettings settings, Optional<BroughtMedium> brought, InstantSource clock)
            throws NodeStartException {
        this.settings = settings;
        this.brought = brought;
        this.clock = clock;
        try {
            key = ClusterKey.load(settings.clusterKeyFile());
            controllerCa = ControllerCa.load(settings.controllerCa(), LOG::warn);
            // Before what may take long: who probes shall hear that the node starts.
            metrics = resources.add(startMetrics());
            directory = resources.add(DataDirectory.open(settings.dataDir()));
            brought.ifPresent(resources::add);
            medium = resources.add(openMedium());
            EventLoops loops = resources.add(EventLoops.start(settings.eventLoop(), 1, "node"));
            loop = loops.loop(0);
            TransportMetrics transportMetrics = new TransportMetrics(loops);
            AtomicReference<NodeHandler> made = new AtomicReference<>();
            FrameServer server = resources.add(listen(made, transportMetrics));
            handler = made.get();
            address = settings.advertised(server.address().getPort());
            metrics.add(metrics(transportMetrics));
        } catch (IOException | IllegalStateException e) {
            resources.close();
            throw new NodeStartException(e.getMessage(), e);
        } catch (NodeStartException e) {
            resources.close();
            throw e;
        }
    }

    /**
     * Starts a node; it serves when this returns.
     *
     * @throws NodeStartException with what is wrong and what to do; nothing is left open then
     */
    static DataNode start(NodeSettings settings, InstantSource clock) throws NodeStartException, InterruptedException {
        return start(settings, Optional.empty(), clock);
    }

    /**
     * As {@link #start(NodeSettings, InstantSource)}, with a medium that another module brings; the node owns it from here on.
     *
     * @throws NodeStartException with what is wrong and what to do; nothing is left open then
     */
    static DataNode start(NodeSettings settings, Optional<BroughtMedium> brought, InstantSource clock)
            throws NodeStartException, InterruptedException {
        requireHeap(settings);
        DataNode node = new DataNode(settings, brought, clock);
        try {
            node.join();
            return node;
        } catch (NodeStartException | InterruptedException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** Id that the controller gave. */
    int nodeId() {
        return knowledge.nodeId();
    }

    /** Where clients reach this node. */
    HostPort address() {
        return address;
    }

    /** Where its figures are. */
    HostPort metricsAddress() {
        return settings.advertised(metrics.port());
    }

    long incarnation() {
        return medium.log().incarnation();
    }

    /**
     * Takes no new chunks, and waits until none is left; see {@link NodeDeparture}. {@link #close} follows.
     *
     * @param atOnce opens when there is no more time
     * @return whether nothing is left
     */
    boolean leave(Duration timeout, CountDownLatch atOnce) throws InterruptedException {
        health.leaves();
        try {
            registering.close();
        } catch (Exception e) {
            LOG.warn("the registration goes on", e);
        }
        ControllerClient controller = new ControllerClient(settings.controller(), controllerCa, key, clock);
        return new NodeDeparture(nodeId(), controller, loop, core).run(timeout, atOnce);
    }

    @Override
    public void close() {
        health.stops();
        resources.close();
    }

    private DataDirectory.Medium openMedium() throws NodeStartException {
        if (brought.isPresent()) {
            return directory.openBrought(brought.get(), settings.capacityBytes(), settings.chunksMax(), clock);
        }
        return switch (settings.tier()) {
            case DRAM -> directory.openMemory(settings.capacityBytes(), settings.chunksMax(), clock);
            case HDD -> directory.openHdd(settings.capacityBytes(), settings.chunksMax(), settings.hdd(), clock);
            default -> directory.openDisk(settings.capacityBytes(), settings.chunksMax(), settings.disk(), clock);
        };
    }

    private static void requireHeap(NodeSettings settings) throws NodeStartException {
        long needed = settings.tableBytesMax() + NodeSettings.OTHER_HEAP_BYTES;
        long available = Runtime.getRuntime().maxMemory();
        LOG.info("tables take at most {} bytes of a heap of {}", settings.tableBytesMax(), available);
        if (needed > available) {
            throw new NodeStartException("a heap of " + available + " bytes is too small for " + settings.chunksMax()
                    + " chunks in " + settings.capacityBytes() + " bytes: start with -Xmx" + ((needed >> 20) + 1)
                    + "m or more, or lower --capacity or --max-chunks");
        }
    }

    private FrameServer listen(AtomicReference<NodeHandler> made, TransportMetrics metrics) throws IOException {
        InputLimits input =
                new InputLimits(InputLimits.defaults().maxFrameBytes(), GATHERED_BYTES_MAX, GATHERED_TOTAL_BYTES_MAX);
        ServerLimits limits = ServerLimits.defaults().withInput(input).withMaxConnections(settings.connectionsMax());
        return FrameServer.start(
                loop,
                settings.listen(),
                limits,
                (owner, gate) -> {
                    made.set(new NodeHandler(owner, clock));
                    return made.get();
                },
                metrics);
    }

    private MetricsEndpoint startMetrics() throws IOException {
        String host = settings.metrics().getAddress().getHostAddress();
        return MetricsEndpoint.start(host, settings.metrics().getPort(), health);
    }

    private List<Collector> metrics(TransportMetrics transport) {
        MemoryBound memory = NodeMemory.bound(settings, brought);
        LOG.info("memory: at most {}", memory);
        List<Collector> all =
                new ArrayList<>(List.of(transport, new MemoryMetrics(memory), new ControllerCaMetrics(controllerCa)));
        all.addAll(medium.metrics());
        if (medium.store() instanceof FileChunkStore disk) {
            all.add(new DiskMetrics(disk));
        }
        if (medium.store() instanceof HddChunkStore disk) {
            all.add(new HddMetrics(disk));
        }
        return all;
    }

    /** Registers, then serves. */
    private void join() throws NodeStartException, InterruptedException {
        Optional<ClusterKnowledge> kept = directory.knowledge();
        int knownId = kept.map(ClusterKnowledge::nodeId).orElse(0);
        Registrar<ClusterKnowledge> registrar = new Registrar<>(
                new ControllerClient(settings.controller(), controllerCa, key, clock),
                registration(knownId).request());
        // Under a new incarnation nobody would know the node before the controller does.
        Registrar.Outcome<ClusterKnowledge> outcome = register(registrar, medium.survived() ? kept : Optional.empty());
        knowledge = kept.map(outcome.told()::after).orElse(outcome.told());
        new LoopCalls(loop).run("recovery", this::serve);
        if (!outcome.registered()) {
            registering = resources.add(registrar.registerInBackground(this::registered));
        } else {
            health.registered();
        }
    }

    /** On the registrar's thread. */
    private void registered(ClusterKnowledge told) {
        health.registered();
        loop.execute(() -> learn(told, knowledge.grants()));
    }

    private Registrar.Outcome<ClusterKnowledge> register(
            Registrar<ClusterKnowledge> registrar, Optional<ClusterKnowledge> known)
            throws NodeStartException, InterruptedException {
        try {
            return registrar.register(known, settings.registrationDeadline());
        } catch (ControllerRefusedException | IOException e) {
            throw new NodeStartException(e.getMessage(), e);
        }
    }

    private Registration registration(int knownId) {
        return new Registration(
                knownId,
                incarnation(),
                settings.tier(),
                address,
                settings.capacityBytes(),
                settings.machine(),
                settings.instance(),
                metricsAddress());
    }

    /** On the loop's thread. */
    private void serve() {
        KnowledgeKeeper keeper = new KnowledgeKeeper(directory, knowledge);
        CounterFile counters = createCounters();
        ServiceIdentity identity = new ServiceIdentity(nodeId(), key, clock);
        ShardConnections shards = new ShardConnections(loop, identity);
        TokenVerifier tokens =
                TokenVerifier.of(TokenVerifier.publicKey(Base64.getDecoder().decode(knowledge.jobPublicKey())), key);
        NodeCore.Parts parts =
                new NodeCore.Parts(medium.store(), medium.log(), tokens, new FileCounters(counters), shards);
        long hashSeed = new SecureRandom().nextLong();
        core = new NodeCore(
                config(), parts, hashSeed, System.nanoTime(), clock.instant().getEpochSecond());
        shards.serve(core);
        metrics.add(List.of(new NodeMetrics(counters)));
        learn(knowledge, List.of());
        keep(keeper);
        handler.serve(core, medium.store(), keeper, health);
        health.serves(loop);
        resources.add(() -> new LoopCalls(loop).run("closing connections", () -> {
            handler.stop();
            shards.close();
        }));
        LOG.info(
                "node {} incarnation {} with {} chunks of {} bytes, {} damaged ones dropped",
                nodeId(),
                incarnation(),
                core.stat().chunks(),
                core.stat().storedBytes(),
                core.chunks().damagedSlots());
    }

    private CounterFile createCounters() {
        try {
            return CounterFile.create(directory.counters(), nodeId(), incarnation(), clock.millis());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory.counters(), e);
        }
    }

    private void keep(KnowledgeKeeper keeper) {
        try {
            keeper.keep(core);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep what the controller told: " + e.getMessage(), e);
        }
    }

    private NodeConfig config() {
        NodeConfig.AuditPace pace = new NodeConfig.AuditPace(
                settings.audit().age(), settings.audit().interval(), AUDIT_PAUSE, AUDIT_BATCH_MAX);
        return NodeConfig.defaults(nodeId()).withAudit(pace);
    }

    /**
     * On the loop's thread.
     *
     * @param kept grants that the core was given from the file
     */
    private void learn(ClusterKnowledge told, List<JobGrant> kept) {
        if (!told.jobPublicKey().equals(knowledge.jobPublicKey()) || told.nodeId() != nodeId()) {
            LOG.error("the controller is not the one that this node knew: restart the node to join it");
            return;
        }
        for (Tombstone tombstone : told.tombstones()) {
            core.dropJob(tombstone.job(), tombstone.untilEpochSeconds());
        }
        core.replaceGrants(kept, told.grants());
        core.drainAsRegistered(told.draining());
        core.shards(told.shards(), System.nanoTime());
    }
}
