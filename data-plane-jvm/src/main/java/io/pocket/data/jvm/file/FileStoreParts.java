package io.pocket.data.jvm.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a file store is made of; it owns these from here on. */
record FileStoreParts(FileDevice device, IoPath path, CompletionSignal signal, Arena arena, MemorySegment staging) {

    private static final Logger LOG = LoggerFactory.getLogger(FileStoreParts.class);

    /** The best that the machine allows. */
    static FileStoreParts open(Path file, long capacityBytes, FileStoreOptions options) throws IOException {
        StoreFile opened = StoreFile.open(file, capacityBytes, options.ioUring() && options.direct());
        Arena arena = Arena.ofShared();
        CompletionSignal signal = null;
        try {
            MemorySegment staging = arena.allocate(options.stagingBytes(), FileChunkStore.UNIT_BYTES);
            signal = new CompletionSignal("chunk-file-signal");
            signal.start();
            return options.ioUring()
                    ? ringOrThreads(file, opened, arena, staging, signal, options)
                    : threads(opened, arena, staging, signal, options, "io_uring is switched off");
        } catch (IOException | RuntimeException e) {
            if (signal != null) {
                signal.close();
            }
            opened.close();
            arena.close();
            throw e;
        }
    }

    private static FileStoreParts ringOrThreads(
            Path file,
            StoreFile opened,
            Arena arena,
            MemorySegment staging,
            CompletionSignal signal,
            FileStoreOptions options) {
        RingDevice ring;
        try {
            ring = RingDevice.open(opened, signal, staging, options.queueDepth());
        } catch (IOException e) {
            LOG.warn("no io_uring for {}, threads do blocking I/O instead: {}", file, e.getMessage());
            return threads(opened, arena, staging, signal, options, e.getMessage());
        }
        return new FileStoreParts(ring, ringPath(opened, options), signal, arena, staging);
    }

    private static IoPath ringPath(StoreFile opened, FileStoreOptions options) {
        String notDirect = options.direct() ? "the file system refuses direct I/O" : "direct I/O is switched off";
        return new IoPath("io_uring", opened.hasDirect(), opened.hasDirect() ? "" : notDirect);
    }

    private static FileStoreParts threads(
            StoreFile opened,
            Arena arena,
            MemorySegment staging,
            CompletionSignal signal,
            FileStoreOptions options,
            String reason) {
        PooledDevice device = new PooledDevice(opened, signal, staging, options.queueDepth());
        return new FileStoreParts(device, new IoPath("threads", false, reason), signal, arena, staging);
    }
}
