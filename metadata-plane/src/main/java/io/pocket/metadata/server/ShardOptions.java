package io.pocket.metadata.server;

import io.pocket.metadata.core.BatchLimits;
import io.pocket.metadata.journal.Durability;
import io.pocket.protocol.HostPort;
import io.pocket.server.options.DataSizeConverter;
import io.pocket.server.options.DurationConverter;
import io.pocket.server.options.EventLoopOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of a shard; each option falls back to an environment variable. */
@Command(
        name = "pocket-shard",
        mixinStandardHelpOptions = true,
        description = "A metadata shard: names, places, lifetimes and small objects.")
public final class ShardOptions implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--shard-id", defaultValue = "${env:POCKET_SHARD_ID:-1}", description = "1 to 65535. Default: 1")
    private int shardId;

    @Option(names = "--host", defaultValue = "${env:POCKET_SHARD_HOST:-127.0.0.1}", description = "Default: 127.0.0.1")
    private String host;

    @Option(names = "--port", defaultValue = "${env:POCKET_SHARD_PORT:-7100}", description = "Default: 7100")
    private int port;

    @Option(
            names = "--advertise",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:POCKET_SHARD_ADVERTISE}",
            description = "What others are told to connect to. Default: host and port")
    private String advertise;

    @Option(
            names = "--metrics-host",
            defaultValue = "${env:POCKET_METRICS_HOST:-127.0.0.1}",
            description = "Default: 127.0.0.1")
    private String metricsHost;

    @Option(
            names = "--metrics-port",
            defaultValue = "${env:POCKET_METRICS_PORT:-0}",
            description = "Prometheus endpoint, 0 for any free port. Default: 0")
    private int metricsPort;

    @Option(
            names = "--data-dir",
            required = true,
            defaultValue = "${env:POCKET_SHARD_DATA_DIR}",
            description = "Journal and snapshots")
    private Path dataDirectory;

    @Option(
            names = "--controller",
            required = true,
            paramLabel = "URL",
            defaultValue = "${env:POCKET_CONTROLLER}",
            description = "Such as http://127.0.0.1:7070")
    private URI controller;

    @Option(
            names = "--allow-plaintext",
            defaultValue = "${env:POCKET_ALLOW_PLAINTEXT:-false}",
            description = "Let the service token leave this machine over plain http")
    private boolean allowPlaintext;

    @Option(
            names = "--controller-ca",
            paramLabel = "FILE",
            defaultValue = "${env:POCKET_CONTROLLER_CA:-}",
            description =
                    "PEM file of the authorities that the controller's certificate may be from; read again at each connection."
                            + " Default: those of the Java platform")
    private String controllerCa;

    @Option(
            names = "--cluster-key-file",
            required = true,
            paramLabel = "FILE",
            defaultValue = "${env:POCKET_CLUSTER_KEY_FILE}",
            description = "Secret that the services share, as hexadecimal text")
    private Path clusterKeyFile;

    @Option(
            names = "--durability",
            converter = DurabilityConverter.class,
            defaultValue = "${env:POCKET_SHARD_DURABILITY:-process-crash}",
            description = "What an acknowledged commit survives: process-crash or power-cut. Default: process-crash")
    private Durability durability;

    @Mixin
    private EventLoopOptions eventLoop;

    @Option(
            names = "--upload-lease",
            converter = DurationConverter.class,
            defaultValue = "${env:POCKET_SHARD_UPLOAD_LEASE:-60s}",
            description = "A client session not heard of for this long loses its uncommitted chunks. Default: 60s")
    private Duration uploadLease;

    @Option(
            names = "--inline-limit",
            converter = DataSizeConverter.class,
            defaultValue = "${env:POCKET_SHARD_INLINE_LIMIT:-4k}",
            description = "Largest object kept in its record, 0 for none. Default: 4k")
    private long inlineLimit;

    @Option(
            names = "--inline-capacity",
            converter = DataSizeConverter.class,
            defaultValue = "${env:POCKET_SHARD_INLINE_CAPACITY:-256m}",
            description = "Memory for inline bytes. Default: 256m")
    private long inlineCapacity;

    @Option(
            names = "--record-memory",
            converter = DataSizeConverter.class,
            defaultValue = "${env:POCKET_SHARD_RECORD_MEMORY:-512m}",
            description =
                    "Memory for objects' records, some 120 bytes each, 8m to 16g. The JVM's limit of direct memory must leave"
                            + " room for it. Default: 512m")
    private long recordMemory;

    @Option(
            names = "--chunk-size",
            converter = DataSizeConverter.class,
            defaultValue = "${env:POCKET_SHARD_CHUNK_SIZE:-4m}",
            description = "Longest chunk. Default: 4m")
    private long chunkSize;

    @Option(
            names = "--max-buckets",
            paramLabel = "N",
            defaultValue = "${env:POCKET_SHARD_MAX_BUCKETS:-100000}",
            description = "Buckets of one job that its first shard places. Default: 100000")
    private int maxBuckets;

    @Option(
            names = "--log-capacity",
            converter = DataSizeConverter.class,
            defaultValue = "${env:POCKET_SHARD_LOG_CAPACITY:-4g}",
            description = "Most that the journal may take on disk. Default: 4g")
    private long logCapacity;

    @Option(
            names = "--max-streams",
            defaultValue = "${env:POCKET_SHARD_MAX_STREAMS:-1000}",
            description = "Objects of one job that are read while they are written, at once. Default: 1000")
    private int maxStreams;

    @Option(
            names = "--waiting-batches",
            defaultValue = "${env:POCKET_SHARD_WAITING_BATCHES:-16}",
            description = "Batches of one connection in which something waits. Default: 16")
    private int waitingBatches;

    @Option(
            names = "--batch-memory",
            converter = DataSizeConverter.class,
            defaultValue = "${env:POCKET_SHARD_BATCH_MEMORY:-32m}",
            description = "Memory for the answers of batches in which something waits. Default: 32m")
    private long batchMemory;

    @Option(
            names = "--registration-deadline",
            converter = DurationConverter.class,
            defaultValue = "${env:POCKET_REGISTRATION_DEADLINE:-60s}",
            description = "How long the first registration may take. Default: 60s")
    private Duration registrationDeadline;

    @Override
    public Integer call() throws Exception {
        return ShardProcess.serve(settings(), command.commandLine().getOut());
    }

    ShardSettings settings() {
        try {
            HostPort listen = new HostPort(host, port);
            return new ShardSettings(
                    shardId,
                    listen,
                    advertise == null || advertise.isEmpty() ? listen : HostPort.parse(advertise),
                    metricsHost,
                    metricsPort,
                    dataDirectory,
                    controller,
                    allowPlaintext,
                    controllerCa.isEmpty() ? Optional.empty() : Optional.of(Path.of(controllerCa)),
                    clusterKeyFile,
                    durability,
                    eventLoop.settings(),
                    uploadLease,
                    Math.toIntExact(inlineLimit),
                    Math.toIntExact(inlineCapacity),
                    recordMemory,
                    Math.toIntExact(chunkSize),
                    maxBuckets,
                    logCapacity,
                    maxStreams,
                    new BatchLimits(waitingBatches, batchMemory),
                    registrationDeadline);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static final class DurabilityConverter implements ITypeConverter<Durability> {
        @Override
        public Durability convert(String value) {
            return Durability.valueOf(value.replace('-', '_').toUpperCase(Locale.ROOT));
        }
    }
}
