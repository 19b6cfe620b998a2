package io.pocket.cli.cluster;

import io.pocket.cli.cluster.ClusterSpec.TierSpec;
import io.pocket.protocol.token.ClusterKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A whole cluster on loopback: controller, shards, nodes, and a monitor beside each node, each a process with its own class
 * path and bounded memory. Used by one thread, except that {@link #kill}, {@link #restart} and {@link #close} may be
 * called by any.
 */
public final class LocalCluster implements AutoCloseable {

    /** How long a cluster may take to start: the controller needs some seconds on a slow machine. */
    public static final Duration START_DEADLINE = Duration.ofMinutes(2);

    private static final String CONTROLLER = "controller";
    private static final String METRICS = "metrics";

    /** Memory of a shard for inline bytes; its direct buffers are bounded by {@link Component#SHARD}. */
    private static final long INLINE_BYTES = 64L << 20;

    /** Memory of a shard for records: a million objects; direct buffers too. */
    private static final long RECORD_BYTES = 128L << 20;

    /** Room of a shard's journal. */
    private static final long SHARD_LOG_BYTES = 512L << 20;

    private static final long NODE_CHUNKS_MAX = 512L << 10;

    private static final long TABLE_BYTES_PER_KIBIBYTE = 12;
    private static final long TABLE_BYTES_PER_CHUNK = 110;

    /** Smaller objects are inline. */
    private static final long SMALLEST_CHUNK_BYTES = 4096;

    /** Room for the index of a node and its logs, beside its slab: 1/64 of the slab, and some. */
    private static final long NODE_OVERHEAD_BYTES = 32L << 20;

    /** A device for the nvme node, in the form of its option; by default a file on the disk, through Linux AIO. */
    private static final Optional<String> DEVICE = Optional.ofNullable(System.getenv("POCKET_NVME_BDEV"));

    private final ClusterSpec spec;
    private final Installation installation;
    private final Function<String, ProcessTerms> terms;
    private final ProcessGroup group;
    private final FreePorts ports = new FreePorts(RandomGenerator.getDefault());
    private final List<Address> addresses = new ArrayList<>();
    private final RunDirectory disk;
    private final Path clusterKey;
    private final URI controller;

    /**
     * Where a process listens.
     *
     * @param process its name
     * @param what what is served there
     * @param address URL, or host and port
     */
    public record Address(String process, String what, String address) {}

    private LocalCluster(
            ClusterSpec spec, Installation installation, Function<String, ProcessTerms> terms, ProcessGroup group) {
        this.spec = spec;
        this.installation = installation;
        this.terms = terms;
        this.group = group;
        this.disk = disk(spec, group);
        this.clusterKey = writeKey(group.directory().path());
        int port = spec.controllerPort() == 0 ? ports.next() : spec.controllerPort();
        this.controller = URI.create("http://" + terms.apply(CONTROLLER).host() + ":" + port);
    }

    /** Starts a cluster and waits until its nodes have registered; leaves nothing behind if it cannot. */
    public static LocalCluster start(ClusterSpec spec, Installation installation) {
        return start(spec, installation, process -> ProcessTerms.USUAL);
    }

    /**
     * As {@link #start(ClusterSpec, Installation)}, with some processes run otherwise.
     *
     * @param terms by the process's name, such as {@code shard-1}
     */
    public static LocalCluster start(
            ClusterSpec spec, Installation installation, Function<String, ProcessTerms> terms) {
        ProcessGroup group = new ProcessGroup(RunDirectory.create(memoryBytes(spec)));
        try {
            LocalCluster cluster = new LocalCluster(spec, installation, terms, group);
            cluster.startAll();
            return cluster;
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
    }

    /** Address of the REST interface. */
    public URI controller() {
        return controller;
    }

    /** The controller's figures. */
    public ControllerApi api() {
        return new ControllerApi(controller);
    }

    /** Everything that listens. */
    public List<Address> addresses() {
        return List.copyOf(addresses);
    }

    /** Memory of every process; {@link ClusterException} if one does not tell it. */
    public List<MemoryFigures> memory() {
        return addresses.stream()
                .filter(address -> address.what().equals(METRICS))
                .map(address -> MetricsPage.read(address.process(), URI.create(address.address()))
                        .memory())
                .toList();
    }

    /** The processes; functions can be started among them. */
    public ProcessGroup processes() {
        return group;
    }

    /** Ends a process, such as {@code shard-1} or {@code node-dram-2}, with {@code kill -9}. */
    public void kill(String process) {
        group.kill(process);
    }

    /** Starts a killed process again, with its port and its data, and waits until it is ready. */
    public void restart(String process) {
        group.restart(process, START_DEADLINE);
    }

    /** Ends every process and removes every file. */
    @Override
    public void close() {
        group.close();
    }

    /** Journals of shards are in the memory folder: it outlives a killed process, which is all that a local cluster survives. */
    private static long memoryBytes(ClusterSpec spec) {
        return withOverhead(spec.memoryBytes(), spec.memoryNodes()) + spec.shards() * SHARD_LOG_BYTES;
    }

    private static long diskBytes(ClusterSpec spec) {
        return withOverhead(spec.totalBytes() - spec.memoryBytes(), spec.nodes() - spec.memoryNodes());
    }

    private static long withOverhead(long storedBytes, int nodes) {
        return storedBytes + storedBytes / 64 + nodes * NODE_OVERHEAD_BYTES;
    }

    private static RunDirectory disk(ClusterSpec spec, ProcessGroup group) {
        if (spec.nodes() == spec.memoryNodes()) {
            return group.directory();
        }
        RunDirectory disk = RunDirectory.createOnDisk(diskBytes(spec));
        group.own(disk);
        return disk;
    }

    private void startAll() {
        startController();
        for (int shard = 1; shard <= spec.shards(); shard++) {
            String name = "shard-" + shard;
            startMember(
                    name,
                    Component.SHARD,
                    Component.SHARD.memory(),
                    dataFolder(group.directory(), name),
                    shardArguments(shard));
        }
        spec.tiers().forEach(this::startTier);
        group.awaitReady(START_DEADLINE);
        awaitMembers();
    }

    private void startController() {
        List<String> arguments = List.of(
                "--server.address=" + controller.getHost(),
                "--server.port=" + controller.getPort(),
                "--pocket.controller.data-dir=" + dataFolder(group.directory(), CONTROLLER),
                "--pocket.controller.cluster-key-file=" + clusterKey);
        start(
                CONTROLLER,
                Component.CONTROLLER,
                Component.CONTROLLER.memory(),
                arguments,
                Readiness.http(controller.resolve("/actuator/health")));
        addresses.add(new Address(CONTROLLER, "REST", controller.toString()));
        addresses.add(new Address(
                CONTROLLER, METRICS, controller.resolve("/actuator/prometheus").toString()));
    }

    private static List<String> shardArguments(int shard) {
        return List.of(
                "--shard-id=" + shard,
                "--inline-capacity=" + INLINE_BYTES,
                "--record-memory=" + RECORD_BYTES,
                "--log-capacity=" + SHARD_LOG_BYTES);
    }

    private void startTier(String tier, TierSpec nodes) {
        RunDirectory medium = tier.equals(ClusterSpec.MEMORY_TIER) ? group.directory() : disk;
        for (int i = 1; i <= nodes.nodes(); i++) {
            String node = "node-" + tier + "-" + i;
            Path folder = dataFolder(medium, node);
            startMember(
                    node,
                    tier.equals(ClusterSpec.NVME_TIER) ? Component.NVME_NODE : Component.NODE,
                    nodeMemory(nodes.capacityBytes()),
                    folder,
                    nodeArguments(tier, nodes.capacityBytes(), folder));
            startMonitor("monitor-" + tier + "-" + i, folder);
        }
    }

    private static List<String> nodeArguments(String tier, long capacityBytes, Path folder) {
        List<String> arguments = new ArrayList<>(
                List.of("--tier=" + tier, "--capacity=" + capacityBytes, "--max-chunks=" + chunksMax(capacityBytes)));
        if (tier.equals(ClusterSpec.NVME_TIER)) {
            arguments.add("--bdev=" + DEVICE.orElse("aio=" + folder.resolve("device")));
        }
        return arguments;
    }

    private static long chunksMax(long capacityBytes) {
        return Math.min(capacityBytes / SMALLEST_CHUNK_BYTES, NODE_CHUNKS_MAX);
    }

    /** The usual heap, and what the node's tables need at most: see its start-up check. */
    private static JvmMemory nodeMemory(long capacityBytes) {
        long tableBytes =
                capacityBytes / 1024 * TABLE_BYTES_PER_KIBIBYTE + chunksMax(capacityBytes) * TABLE_BYTES_PER_CHUNK;
        return Component.NODE.memory().withMoreHeap(Math.toIntExact(tableBytes >> 20));
    }

    private void startMember(String name, Component component, JvmMemory memory, Path folder, List<String> more) {
        int port = ports.next();
        int metricsPort = ports.next();
        String host = terms.apply(name).host();
        List<String> arguments = new ArrayList<>(
                List.of("--host=" + host, "--port=" + port, "--metrics-port=" + metricsPort, "--data-dir=" + folder));
        arguments.addAll(joining());
        arguments.addAll(more);
        start(name, component, memory, arguments, Readiness.readyLine());
        addresses.add(new Address(name, "Pocket", host + ":" + port));
        addresses.add(new Address(name, METRICS, metrics(metricsPort)));
    }

    private void startMonitor(String name, Path node) {
        int metricsPort = ports.next();
        List<String> arguments = new ArrayList<>(List.of("--node-dir=" + node, "--metrics-port=" + metricsPort));
        arguments.addAll(joining());
        start(name, Component.MONITOR, Component.MONITOR.memory(), arguments, Readiness.readyLine());
        addresses.add(new Address(name, METRICS, metrics(metricsPort)));
    }

    private List<String> joining() {
        return List.of("--controller=" + controller, "--cluster-key-file=" + clusterKey);
    }

    private void start(
            String name, Component component, JvmMemory memory, List<String> arguments, Readiness readiness) {
        ProcessTerms own = terms.apply(name);
        List<String> command = new ArrayList<>(own.prefix());
        command.addAll(JvmCommand.server(
                component, own.memory().orElse(memory), installation.classPath(component), own.merge(arguments)));
        group.start(new Launch(name, command, Map.of()), readiness);
    }

    /** Members that are ready have registered; the controller then connects to them. */
    private void awaitMembers() {
        int expected = spec.shards() + spec.nodes();
        if (!Poll.until(() -> api().membersUp() == expected, START_DEADLINE)) {
            throw new ClusterException(
                    "of " + expected + " shards and nodes, the controller reached only " + api().membersUp()
                            + " in time; " + group.process(CONTROLLER).lastLines());
        }
    }

    private static Path dataFolder(RunDirectory medium, String process) {
        try {
            return Files.createDirectories(medium.path().resolve(process));
        } catch (IOException e) {
            throw new ClusterException("cannot create the data folder of " + process + ": " + e.getMessage(), e);
        }
    }

    private static String metrics(int port) {
        return "http://127.0.0.1:" + port + "/metrics";
    }

    /** The folder is private (mode 700), and so is all in it. */
    private static Path writeKey(Path folder) {
        try {
            return Files.writeString(
                    folder.resolve("cluster.key"), ClusterKey.generate().toHex() + "\n");
        } catch (IOException e) {
            throw new ClusterException("cannot write the cluster key: " + e.getMessage(), e);
        }
    }
}
