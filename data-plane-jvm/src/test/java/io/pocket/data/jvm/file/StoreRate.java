package io.pocket.data.jvm.file;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.Completion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What the store reaches: whole chunks at random places with a fixed number under way. As with fio, the bytes are in the
 * buffers already: in a node the socket's read puts them there. Or each write copies them there first, on the owner's thread.
 */
final class StoreRate {

    private final FileChunkStore store;
    private final RateCase what;
    private final boolean copies;
    private final byte[] content;
    private final Semaphore wakeUps = new Semaphore(0);
    private final long[] extents;
    private final Random random = new Random();
    private int underWay;
    private long ended;

    StoreRate(FileChunkStore store, RateCase what, boolean copies) {
        this.store = store;
        this.what = what;
        this.copies = copies;
        content = new byte[what.chunkBytes()];
        random.nextBytes(content);
        extents = new long[what.chunks()];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = store.allocate(what.chunkBytes());
        }
        store.wakeUpBy(wakeUps::release);
        fillStaging();
    }

    /** With bytes that nothing on the way to the platter can make smaller. */
    private void fillStaging() {
        List<ChunkWrite> all = new ArrayList<>();
        for (int i = 0; i < what.depth(); i++) {
            ChunkWrite write = store.newWrite();
            require(write.begin(extents[0], what.chunkBytes(), 0, what.chunkBytes()));
            write.target().put(content);
            all.add(write);
        }
        all.forEach(ChunkWrite::cancel);
    }

    private void require(Admission admission) {
        if (admission != Admission.ACCEPTED) {
            throw new IllegalStateException("too little staging for " + what);
        }
    }

    /** MiB a second, for a time, at random places with repetition. */
    double again(boolean write, Duration warmUp, Duration time) throws IOException, InterruptedException {
        Workers workers = new Workers(() -> true, () -> extents[random.nextInt(extents.length)]);
        workers.start(write);
        pollFor(warmUp);
        long endedBefore = ended;
        long start = System.nanoTime();
        pollFor(time);
        double rate = rate(ended - endedBefore, System.nanoTime() - start);
        workers.stop();
        pollUntil(() -> underWay == 0);
        return rate;
    }

    /** MiB a second of writing each chunk once, in random order. */
    double once() throws IOException, InterruptedException {
        shuffle();
        int[] next = {0};
        long start = System.nanoTime();
        new Workers(() -> next[0] < extents.length, () -> extents[next[0]++]).start(true);
        pollUntil(() -> underWay == 0);
        return rate(extents.length, System.nanoTime() - start);
    }

    private void shuffle() {
        for (int i = extents.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            long kept = extents[i];
            extents[i] = extents[other];
            extents[other] = kept;
        }
    }

    private double rate(long transfers, long nanos) {
        return transfers * (double) what.chunkBytes() / (1 << 20) / (nanos / 1e9);
    }

    private void pollFor(Duration time) throws IOException, InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        pollUntil(() -> System.nanoTime() >= until);
    }

    private void pollUntil(BooleanSupplier done) throws IOException, InterruptedException {
        while (!done.getAsBoolean()) {
            if (!wakeUps.tryAcquire(1, TimeUnit.MINUTES)) {
                throw new IOException("the store did not wake its owner");
            }
            store.poll();
        }
    }

    private interface Places {
        long next();
    }

    /** Operations under way: as one ends, the next begins. */
    private final class Workers {

        private final BooleanSupplier wanted;
        private final Places places;
        private boolean stopped;

        Workers(BooleanSupplier wanted, Places places) {
            this.wanted = wanted;
            this.places = places;
        }

        void start(boolean write) {
            for (int i = 0; i < what.depth(); i++) {
                Worker worker = write ? new Writer(this) : new Reader(this);
                worker.next();
            }
        }

        void stop() {
            stopped = true;
        }
    }

    private abstract static class Worker implements Completion {

        private final StoreRate rate;
        private final Workers workers;

        Worker(StoreRate rate, Workers workers) {
            this.rate = rate;
            this.workers = workers;
        }

        final void next() {
            if (!workers.stopped && workers.wanted.getAsBoolean()) {
                rate.underWay++;
                begin(workers.places.next());
            }
        }

        abstract void begin(long extent);

        @Override
        public void completed() {
            rate.underWay--;
            rate.ended++;
            next();
        }

        @Override
        public void failed(IOException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private final class Writer extends Worker {

        private final ChunkWrite write = store.newWrite();

        Writer(Workers workers) {
            super(StoreRate.this, workers);
        }

        @Override
        void begin(long extent) {
            require(write.begin(extent, what.chunkBytes(), 0, what.chunkBytes()));
            if (copies) {
                write.target().put(content);
            }
            write.submit(this);
        }
    }

    private final class Reader extends Worker {

        private final ChunkRead read = store.newRead();

        Reader(Workers workers) {
            super(StoreRate.this, workers);
        }

        @Override
        void begin(long extent) {
            require(read.begin(extent, 0, what.chunkBytes(), this));
        }

        @Override
        public void completed() {
            read.release();
            super.completed();
        }
    }
}
