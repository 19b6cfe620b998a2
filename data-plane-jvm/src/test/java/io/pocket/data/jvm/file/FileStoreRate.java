package io.pocket.data.jvm.file;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.Completion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Writes, then reads, whole chunks at random places with a fixed number under way, and prints the rates: to be compared
 * with {@code fio --ioengine=io_uring --direct=1 --rw=randwrite|randread} on the same file. Arguments: file, its size in
 * MiB, chunk size in KiB, operations under way, seconds.
 */
final class FileStoreRate {

    private final FileChunkStore store;
    private final Semaphore wakeUps = new Semaphore(0);
    private final long[] extents;
    private final int chunkBytes;
    private final int depth;
    private final Random random = new Random(1);

    private FileStoreRate(FileChunkStore store, int chunks, int chunkBytes, int depth) {
        this.store = store;
        this.chunkBytes = chunkBytes;
        this.depth = depth;
        extents = new long[chunks];
        for (int i = 0; i < chunks; i++) {
            extents[i] = store.allocate(chunkBytes);
        }
        store.wakeUpBy(wakeUps::release);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path file = Path.of(arguments[0]);
        long sizeBytes = Long.parseLong(arguments[1]) << 20;
        int chunkBytes = Integer.parseInt(arguments[2]) << 10;
        int depth = Integer.parseInt(arguments[3]);
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[4]));
        FileStoreOptions options = new FileStoreOptions(depth, 64 << 20, true, true);
        boolean made = Files.notExists(file);
        try (FileChunkStore store = FileChunkStore.open(file, sizeBytes, options)) {
            FileStoreRate rate = new FileStoreRate(store, (int) (sizeBytes / chunkBytes), chunkBytes, depth);
            rate.print("write", rate::newWriter, time);
            rate.print("read", rate::newReader, time);
        } finally {
            if (made) {
                Files.delete(file);
            }
        }
    }

    private interface Maker {
        Worker make(Count count);
    }

    private void print(String what, Maker maker, Duration time) throws IOException, InterruptedException {
        Count count = new Count(System.nanoTime() + time.toNanos());
        long start = System.nanoTime();
        for (int i = 0; i < depth; i++) {
            maker.make(count).next();
        }
        while (count.underWay > 0) {
            if (!wakeUps.tryAcquire(1, TimeUnit.MINUTES)) {
                throw new IOException("the store did not wake its owner");
            }
            store.poll();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%s %d KiB depth %d: %.1f MiB/s%n",
                what, chunkBytes >> 10, depth, count.ended * (double) chunkBytes / (1 << 20) / seconds);
    }

    private Worker newWriter(Count count) {
        return new Writer(count);
    }

    private Worker newReader(Count count) {
        return new Reader(count);
    }

    private static final class Count {

        private final long untilNanos;
        private int underWay;
        private long ended;

        Count(long untilNanos) {
            this.untilNanos = untilNanos;
        }
    }

    /** One of the operations under way: as one ends, the next begins. */
    private abstract class Worker implements Completion {

        private final Count count;

        Worker(Count count) {
            this.count = count;
        }

        final void next() {
            count.underWay++;
            begin(extents[random.nextInt(extents.length)]);
        }

        abstract void begin(long extent);

        @Override
        public void completed() {
            count.underWay--;
            count.ended++;
            if (System.nanoTime() < count.untilNanos) {
                next();
            }
        }

        @Override
        public void failed(IOException cause) {
            throw new IllegalStateException(cause);
        }

        final void require(Admission admission) {
            if (admission != Admission.ACCEPTED) {
                throw new IllegalStateException("too little staging for " + depth + " chunks of " + chunkBytes);
            }
        }
    }

    private final class Writer extends Worker {

        private final ChunkWrite write = store.newWrite();
        private final byte[] content = new byte[chunkBytes];

        Writer(Count count) {
            super(count);
            random.nextBytes(content);
        }

        @Override
        void begin(long extent) {
            require(write.begin(extent, chunkBytes, 0, chunkBytes));
            write.target().put(content);
            write.submit(this);
        }
    }

    private final class Reader extends Worker {

        private final ChunkRead read = store.newRead();

        Reader(Count count) {
            super(count);
        }

        @Override
        void begin(long extent) {
            require(read.begin(extent, 0, chunkBytes, this));
        }

        @Override
        public void completed() {
            read.release();
            super.completed();
        }
    }
}
