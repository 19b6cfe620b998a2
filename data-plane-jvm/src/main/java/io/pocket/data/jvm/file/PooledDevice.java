package io.pocket.data.jvm.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that a few threads read and write, for machines without io_uring. */
final class PooledDevice implements FileDevice {

    private static final Logger LOG = LoggerFactory.getLogger(PooledDevice.class);

    private static final int THREADS_MAX = 4;
    private static final Duration END_DEADLINE = Duration.ofSeconds(10);

    private final StoreFile file;
    private final CompletionSignal signal;
    private final MemorySegment staging;
    private final ThreadPoolExecutor threads;
    private final BlockingQueue<Ended> ended;
    private final ThreadLocal<Libc> libc = ThreadLocal.withInitial(Libc::new);

    /** Owns the file from here on. */
    PooledDevice(StoreFile file, CompletionSignal signal, MemorySegment staging, int depth) {
        this.file = file;
        this.signal = signal;
        this.staging = staging;
        int count = Math.min(depth, THREADS_MAX);
        threads = new ThreadPoolExecutor(
                count, count, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(depth), PooledDevice::thread);
        ended = new ArrayBlockingQueue<>(depth);
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().daemon().name("chunk-file").unstarted(work);
    }

    /** The result is the bytes moved, or the negative error number. */
    private record Ended(Transfer transfer, int result) {}

    @Override
    public void start(Transfer transfer) {
        threads.execute(() -> move(transfer));
    }

    private void move(Transfer transfer) {
        ended.add(new Ended(transfer, attempt(transfer)));
        signal.wake();
    }

    private int attempt(Transfer transfer) {
        int descriptor = file.descriptor(false);
        MemorySegment bytes = staging.asSlice(transfer.staging(), transfer.remaining());
        long result = transfer.isWrite()
                ? libc.get().pwrite(descriptor, bytes, transfer.position())
                : libc.get().pread(descriptor, bytes, transfer.position());
        return (int) result;
    }

    @Override
    public void submit() {
        // The threads have begun already.
    }

    @Override
    public int reap(Outcome outcome) {
        int count = 0;
        for (Ended one = ended.poll(); one != null; one = ended.poll()) {
            outcome.tell(one.transfer, one.result);
            count++;
        }
        return count;
    }

    @Override
    public void force() throws IOException {
        file.force();
    }

    /** With a transfer that does not end, the file stays open: its number must not become another file's. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (threads.awaitTermination(END_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                file.close();
            } else {
                LOG.warn("a transfer of the chunk file did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
