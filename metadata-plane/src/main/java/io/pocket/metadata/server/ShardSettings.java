package io.pocket.metadata.server;

import io.pocket.metadata.core.BatchLimits;
import io.pocket.metadata.core.table.RecordHeap;
import io.pocket.metadata.journal.Durability;
import io.pocket.protocol.HostPort;
import io.pocket.server.EventLoopSettings;
import io.pocket.server.registration.ControllerUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a shard process is told at start, validated.
 *
 * @param shardId 1 to 65,535, unique in the cluster
 * @param listen where to listen; port 0 is not possible, for the address must outlive a restart
 * @param advertise what others are told to connect to
 * @param metricsPort of the Prometheus endpoint, 0 for any
 * @param dataDirectory journal, snapshots and the controller's key
 * @param controller base URL of the controller
 * @param allowPlaintext whether the service token may leave this machine over plain http
 * @param controllerCa PEM file of the authorities whose controller is believed, if not those of the Java platform
 * @param clusterKeyFile secret shared by the services
 * @param uploadLease an upload not heard of for this long expires
 * @param inlineLimit largest inline object, in bytes
 * @param inlineCapacity memory for inline bytes, in bytes
 * @param recordMemory for objects' records, in bytes
 * @param chunkSize longest chunk, in bytes
 * @param maxBuckets buckets of one job that its first shard places
 * @param logCapacity most that the journal's segments may take, in bytes
 * @param maxStreams objects of one job that may grow at once while they are read
 * @param batches of the batches that wait
 * @param registrationDeadline how long the first registration may take
 */
public record ShardSettings(
        int shardId,
        HostPort listen,
        HostPort advertise,
        String metricsHost,
        int metricsPort,
        Path dataDirectory,
        URI controller,
        boolean allowPlaintext,
        Optional<Path> controllerCa,
        Path clusterKeyFile,
        Durability durability,
        EventLoopSettings eventLoop,
        Duration uploadLease,
        int inlineLimit,
        int inlineCapacity,
        long recordMemory,
        int chunkSize,
        int maxBuckets,
        long logCapacity,
        int maxStreams,
        BatchLimits batches,
        Duration registrationDeadline) {
    private static final long MIN_RECORD_MEMORY = 8 << 20;

    public ShardSettings {
        ControllerUrl.check(controller, allowPlaintext);
        ControllerUrl.checkCa(controller, controllerCa);
        if (!registrationDeadline.isPositive()) {
            throw new IllegalArgumentException("registration deadline " + registrationDeadline + " is not positive");
        }
        if (inlineCapacity < inlineLimit) {
            throw new IllegalArgumentException("inline capacity " + inlineCapacity + " is below the inline limit "
                    + inlineLimit + ": raise the capacity or lower the limit");
        }
        if (recordMemory < MIN_RECORD_MEMORY || recordMemory > RecordHeap.MAX_CAPACITY_BYTES) {
            throw new IllegalArgumentException("record memory " + recordMemory + " is not within " + MIN_RECORD_MEMORY
                    + " to " + RecordHeap.MAX_CAPACITY_BYTES + " bytes");
        }
        if (maxStreams < 1) {
            throw new IllegalArgumentException("max-streams " + maxStreams + " is not at least 1");
        }
        if (maxBuckets < 1) {
            throw new IllegalArgumentException("most buckets of a job is " + maxBuckets + ": allowed is at least 1");
        }
        if (uploadLease.toMillis() < 100 || uploadLease.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("upload lease " + uploadLease + " is not within 100 ms to 24 days");
        }
    }

    /** Length of one file of the journal: at least four in its capacity, each at most 64 MiB. */
    int segmentBytes() {
        return (int) Math.min(64L << 20, logCapacity / 4 / 4096 * 4096);
    }
}
