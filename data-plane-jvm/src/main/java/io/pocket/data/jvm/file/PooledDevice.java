package io.pocket.data.jvm.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

    private final FileChannel channel;
    private final CompletionSignal signal;
    private final ByteBuffer staging;
    private final ThreadPoolExecutor threads;
    private final BlockingQueue<Ended> ended;

    /** Owns the channel from here on. */
    PooledDevice(FileChannel channel, CompletionSignal signal, ByteBuffer staging, int depth) {
        this.channel = channel;
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

    private record Ended(Transfer transfer, int bytes, IOException cause) {

        void tell(Outcome outcome) {
            if (cause == null) {
                outcome.moved(transfer, bytes);
            } else {
                outcome.failed(transfer, cause);
            }
        }
    }

    @Override
    public void start(Transfer transfer) {
        threads.execute(() -> move(transfer));
    }

    private void move(Transfer transfer) {
        ended.add(attempt(transfer));
        signal.wake();
    }

    private Ended attempt(Transfer transfer) {
        ByteBuffer bytes = staging.slice(transfer.staging(), transfer.remaining());
        try {
            int moved = transfer.isWrite()
                    ? channel.write(bytes, transfer.position())
                    : channel.read(bytes, transfer.position());
            return new Ended(transfer, Math.max(0, moved), null);
        } catch (IOException e) {
            return new Ended(transfer, 0, e);
        }
    }

    @Override
    public void submit() {
        // The threads have begun already.
    }

    @Override
    public int reap(Outcome outcome) {
        int count = 0;
        for (Ended one = ended.poll(); one != null; one = ended.poll()) {
            one.tell(outcome);
            count++;
        }
        return count;
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("a transfer of the chunk file did not end");
            }
            channel.close();
        } catch (IOException e) {
            LOG.warn("closing the chunk file failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
