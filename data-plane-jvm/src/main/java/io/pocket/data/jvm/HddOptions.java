package io.pocket.data.jvm;

import io.pocket.data.jvm.file.HddStoreOptions;
import io.pocket.server.options.DataSizeConverter;
import io.pocket.server.options.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The part of the command line that only an hdd node heeds. */
final class HddOptions {

    @Option(
            names = "--hdd-queue",
            paramLabel = "N",
            defaultValue = "${env:POCKET_NODE_HDD_QUEUE:-1024}",
            description = "Reads, and as many writes, that an hdd node has waiting or under way; further ones are BUSY."
                    + " Default: 1024")
    private int queue;

    @Option(
            names = "--hdd-staging",
            paramLabel = "SIZE",
            converter = DataSizeConverter.class,
            defaultValue = "${env:POCKET_NODE_HDD_STAGING:-32MiB}",
            description = "Memory that bytes on their way to and from the disk of an hdd node pass through, half of it"
                    + " for writes. Default: 32MiB")
    private long stagingBytes;

    @Option(
            names = "--hdd-read-ahead",
            paramLabel = "SIZE",
            converter = DataSizeConverter.class,
            defaultValue = "${env:POCKET_NODE_HDD_READ_AHEAD:-32MiB}",
            description = "Memory of an hdd node for bytes read before they are asked for, 0 for none. Default: 32MiB")
    private long readAheadBytes;

    @Option(
            names = "--hdd-write-run",
            paramLabel = "SIZE",
            converter = DataSizeConverter.class,
            defaultValue = "${env:POCKET_NODE_HDD_WRITE_RUN:-4MiB}",
            description = "Most bytes that neighbouring writes are merged to in one write of the disk. Default: 4MiB")
    private long writeRunBytes;

    @Option(
            names = "--hdd-batch",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "${env:POCKET_NODE_HDD_BATCH:-150ms}",
            description = "How long the disk of an hdd node reads while writes wait, and the other way round."
                    + " Default: 150ms")
    private Duration batch;

    @Option(
            names = "--hdd-patience",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "${env:POCKET_NODE_HDD_PATIENCE:-2s}",
            description = "How long a transfer waits in the order of the disk before its turn comes first. Default: 2s")
    private Duration patience;

    @Option(
            names = "--hdd-deadline",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "${env:POCKET_NODE_HDD_DEADLINE:-30s}",
            description = "How long a transfer waits for a disk that does not get to it before it fails. Default: 30s")
    private Duration deadline;

    HddStoreOptions store() {
        return new HddStoreOptions(
                queue,
                clamped(stagingBytes),
                clamped(readAheadBytes),
                clamped(writeRunBytes),
                batch,
                patience,
                deadline,
                true,
                true);
    }

    private static int clamped(long bytes) {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }
}
