package io.pocket.data.jvm;

import io.pocket.data.jvm.file.FileStoreOptions;
import io.pocket.protocol.Tier;
import io.pocket.server.options.DataSizeConverter;
import io.pocket.server.options.DurationConverter;
import io.pocket.server.options.EventLoopOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line; each option falls back to an environment variable. */
@Command(
        name = "pocket-node",
        mixinStandardHelpOptions = true,
        description =
                "A data node that keeps chunks in memory, on an SSD or on a hard disk and serves them to clients.")
final class NodeOptions implements Callable<Integer> {

    private final Optional<BroughtMediumOptions> brought;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:POCKET_NODE_HOST:-127.0.0.1}",
            description = "Address to listen on. Default: 127.0.0.1")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:POCKET_NODE_PORT:-7300}",
            description = "Port to listen on, 0 for any free one. Default: 7300")
    private int port;

    @Option(
            names = "--advertise-host",
            paramLabel = "NAME",
            defaultValue = "${env:POCKET_NODE_ADVERTISE_HOST:-}",
            description = "Name or address that clients and the controller use. Default: the one listened on")
    private String advertiseHost;

    @Option(
            names = "--machine",
            paramLabel = "NAME",
            defaultValue = "${env:POCKET_NODE_MACHINE:-}",
            description = "Name of the machine; replicas go to distinct ones. In a container, that of its host."
                    + " Default: the host name")
    private String machine;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            defaultValue = "${env:POCKET_NODE_INSTANCE:-}",
            description =
                    "What the one who starts and ends this process calls it, such as the uid of its pod; the controller"
                            + " knows the node by it. Default: nothing")
    private String instance;

    @Option(
            names = "--tier",
            paramLabel = "TIER",
            defaultValue = "${env:POCKET_NODE_TIER:-dram}",
            description = "Tier that this node belongs to: dram (memory), ssd or hdd (a file). Default: dram")
    private String tier;

    @Option(
            names = "--capacity",
            paramLabel = "SIZE",
            converter = DataSizeConverter.class,
            defaultValue = "${env:POCKET_NODE_CAPACITY:-1GiB}",
            description =
                    "Room for chunks, such as 512MiB. Taken from memory as it fills, from a disk at start. Default: 1GiB")
    private long capacityBytes;

    @Option(
            names = "--max-chunks",
            paramLabel = "N",
            defaultValue = "${env:POCKET_NODE_MAX_CHUNKS:-0}",
            description = "Most chunks at once, 0 for one per 4 KiB of capacity. Default: 0")
    private int chunksMax;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${env:POCKET_NODE_DATA_DIR:-}",
            description = "Folder of the node's files: in a memory file system for dram, on the disk for ssd and hdd."
                    + " Default: /dev/shm/pocket/node-PORT for dram, /var/lib/pocket/node-PORT for the others")
    private String dataDir;

    @Option(
            names = "--io-depth",
            paramLabel = "N",
            defaultValue = "${env:POCKET_NODE_IO_DEPTH:-64}",
            description = "Operations under way at once on the device of an ssd or nvme node. Default: 64")
    private int ioDepth;

    @Option(
            names = "--staging",
            paramLabel = "SIZE",
            converter = DataSizeConverter.class,
            defaultValue = "${env:POCKET_NODE_STAGING:-64MiB}",
            description = "Memory that bytes on their way to and from the device of an ssd or nvme node pass through."
                    + " Default: 64MiB")
    private long stagingBytes;

    @Mixin
    private HddOptions hdd = new HddOptions();

    @Option(
            names = "--io-timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "${env:POCKET_NODE_IO_TIMEOUT:-30s}",
            description =
                    "How long the device of an ssd or nvme node may take for a transfer; after that its asker is told that the"
                            + " medium failed. Default: 30s")
    private Duration ioTimeout;

    @Option(
            names = "--controller",
            required = true,
            paramLabel = "URL",
            defaultValue = "${env:POCKET_NODE_CONTROLLER}",
            description = "Base URL of the controller, such as http://127.0.0.1:7070")
    private URI controller;

    @Option(
            names = "--allow-plaintext",
            defaultValue = "${env:POCKET_NODE_ALLOW_PLAINTEXT:-false}",
            description = "Let the service token leave this machine over plain http")
    private boolean allowPlaintext;

    @Option(
            names = "--controller-ca",
            paramLabel = "FILE",
            defaultValue = "${env:POCKET_NODE_CONTROLLER_CA:-}",
            description =
                    "PEM file of the authorities that the controller's certificate may be from; read again at each connection."
                            + " Default: those of the Java platform")
    private String controllerCa;

    @Option(
            names = "--cluster-key-file",
            required = true,
            paramLabel = "FILE",
            defaultValue = "${env:POCKET_NODE_CLUSTER_KEY_FILE}",
            description = "The key that the services of the cluster share, as hexadecimal text")
    private Path clusterKeyFile;

    @Option(
            names = "--registration-deadline",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "${env:POCKET_NODE_REGISTRATION_DEADLINE:-60s}",
            description = "How long to look for the controller before giving up. Default: 60s")
    private Duration registrationDeadline;

    @Option(
            names = "--drain-timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "${env:POCKET_NODE_DRAIN_TIMEOUT:-0s}",
            description =
                    "How long to go on serving after SIGTERM or SIGINT, without taking new chunks, until none is left; a second"
                            + " signal ends that. What is left then stays in the data directory. 0s: end at once. Default: 0s")
    private Duration drainTimeout;

    @Option(
            names = "--metrics-host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:POCKET_NODE_METRICS_HOST:-127.0.0.1}",
            description = "Address of the Prometheus endpoint. Default: 127.0.0.1")
    private String metricsHost;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            defaultValue = "${env:POCKET_NODE_METRICS_PORT:-0}",
            description = "Port of the Prometheus endpoint, 0 for any free one. Default: 0")
    private int metricsPort;

    @Mixin
    private EventLoopOptions eventLoop;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "${env:POCKET_NODE_MAX_CONNECTIONS:-10000}",
            description = "Most connections at once; further ones are answered BUSY. Default: 10000")
    private int connectionsMax;

    @Option(
            names = "--audit-age",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "${env:POCKET_NODE_AUDIT_AGE:-60s}",
            description = "Chunks older than this are asked about. Default: 60s")
    private Duration auditAge;

    @Option(
            names = "--audit-interval",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "${env:POCKET_NODE_AUDIT_INTERVAL:-1m}",
            description = "Time between two audits of all chunks. Default: 1m")
    private Duration auditInterval;

    /** Of a node with the media that this module has. */
    NodeOptions() {
        brought = Optional.empty();
    }

    /** Of a node with a medium of another module, whose options are parsed too: see {@link NodeMain#run}. */
    NodeOptions(BroughtMediumOptions brought) {
        this.brought = Optional.of(brought);
    }

    @Override
    public Integer call() throws Exception {
        NodeSettings settings = settings();
        return NodeMain.serve(
                settings,
                brought.map(options -> medium(options, settings)),
                command.commandLine().getOut());
    }

    private BroughtMedium medium(BroughtMediumOptions options, NodeSettings settings) {
        try {
            return options.medium(new BroughtMediumOptions.TransferSettings(
                    settings.disk().queueDepth(),
                    settings.disk().stagingBytes(),
                    settings.disk().transferTimeout()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    NodeSettings settings() {
        try {
            Tier ofTier = tierServed();
            return new NodeSettings(
                    new InetSocketAddress(host, port),
                    advertised(),
                    machine.isEmpty() ? InetAddress.getLocalHost().getHostName() : machine,
                    instance,
                    new InetSocketAddress(metricsHost, metricsPort),
                    ofTier,
                    capacityBytes,
                    chunksMax,
                    dataDir.isEmpty() ? usualDataDir(ofTier) : Path.of(dataDir),
                    controller,
                    allowPlaintext,
                    controllerCa.isEmpty() ? Optional.empty() : Optional.of(Path.of(controllerCa)),
                    clusterKeyFile,
                    registrationDeadline,
                    drainTimeout,
                    eventLoop.settings(),
                    connectionsMax,
                    new NodeSettings.AuditSettings(auditAge, auditInterval),
                    new FileStoreOptions(
                            ioDepth, (int) Math.min(stagingBytes, Integer.MAX_VALUE), ioTimeout, true, true),
                    hdd.store());
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private Tier tierServed() {
        boolean given = command.commandLine().getParseResult() != null
                && command.commandLine().getParseResult().hasMatchedOption("--tier");
        if (brought.isPresent() && !given) {
            return brought.get().tier();
        }
        Tier asked = Tier.ofLabel(tier);
        boolean served = brought.map(options -> options.tier() == asked).orElse(asked != Tier.NVME);
        if (!served) {
            throw new IllegalArgumentException("tier " + asked.label() + " has no store in this process: it serves "
                    + brought.map(options -> options.tier().label()).orElse("dram, ssd and hdd"));
        }
        return asked;
    }

    private Path usualDataDir(Tier ofTier) {
        return Path.of(ofTier == Tier.DRAM ? "/dev/shm/pocket" : "/var/lib/pocket", "node-" + port);
    }

    private String advertised() throws UnknownHostException {
        if (!advertiseHost.isEmpty()) {
            return advertiseHost;
        }
        boolean any = InetAddress.getByName(host).isAnyLocalAddress();
        return any ? InetAddress.getLocalHost().getHostName() : host;
    }
}
