package io.pocket.metadata.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A medium whose every force waits for the test, and fails if told so. */
final class SteppedMedium implements Medium {
    private static final long DEADLINE_SECONDS = 20;

    final AtomicInteger forces = new AtomicInteger();
    private final Medium real = new Medium.Files();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore permitted = new Semaphore(0);
    private volatile boolean failing;

    /** Waits until a force has begun. */
    void awaitForce() throws InterruptedException {
        if (!begun.tryAcquire(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing was forced");
        }
    }

    void permit() {
        permitted.release();
    }

    void permitAll() {
        permitted.release(1_000_000);
    }

    void fail() {
        failing = true;
        permit();
    }

    @Override
    public void fill(FileChannel file, long lengthBytes) throws IOException {
        real.fill(file, lengthBytes);
    }

    @Override
    public void force(Segment segment, int from, int to) {
        forces.incrementAndGet();
        begun.release();
        awaitPermit();
        if (failing) {
            throw new UncheckedIOException(new IOException("Input/output error"));
        }
        real.force(segment, from, to);
    }

    private void awaitPermit() {
        try {
            if (!permitted.tryAcquire(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("not permitted in time");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
