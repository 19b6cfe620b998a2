package io.pocket.metadata.journal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeps one blank segment ready, made on a helper thread. Used by the owner. */
final class SegmentSupply {
    /** On a full medium each attempt writes until it fails: not for every append. */
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final JournalFiles files;
    private final int segmentBytes;
    private final boolean force;
    private final Medium medium;
    private final ExecutorService helper;
    private final long deadlineNanos;

    private long nextIndex;
    private Future<Segment> pending;
    private IOException lastFailure;
    private long failedAt;

    SegmentSupply(JournalFiles files, JournalConfig config, Medium medium, ExecutorService helper, long nextIndex) {
        this.files = files;
        this.segmentBytes = config.segmentBytes();
        this.force = config.durability() == Durability.POWER_CUT;
        this.medium = medium;
        this.helper = helper;
        this.deadlineNanos = config.segmentDeadline().toNanos();
        this.nextIndex = nextIndex;
    }

    /** Starts to make the next segment, unless that is under way. */
    void prepare() {
        if (pending == null) {
            long index = nextIndex;
            pending = helper.submit(() -> Segment.create(files, index, segmentBytes, medium, force));
        }
    }

    /**
     * The next segment, waiting for it when need be; after a failed attempt, only if a later one has succeeded.
     *
     * @throws JournalFullException when the medium has no room, or is too slow
     */
    Segment take() throws JournalFullException {
        if (lastFailure != null && !retried()) {
            throw new JournalFullException("no room for another segment: " + lastFailure.getMessage(), lastFailure);
        }
        prepare();
        Segment segment = await();
        pending = null;
        lastFailure = null;
        nextIndex++;
        return segment;
    }

    private boolean retried() {
        if (pending == null && System.nanoTime() - failedAt >= RETRY_NANOS) {
            prepare();
        }
        return pending != null && pending.isDone();
    }

    private Segment await() throws JournalFullException {
        try {
            return pending.get(deadlineNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            pending = null;
            lastFailure = e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            failedAt = System.nanoTime();
            throw new JournalFullException("no room for another segment: " + lastFailure.getMessage(), e);
        } catch (TimeoutException e) {
            throw new JournalFullException("the medium takes longer than the segment deadline", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalFullException("interrupted while waiting for a segment", e);
        }
    }

    /** Removes the segment that is ready, if any. The helper must have ended its work. */
    void close() throws IOException {
        if (pending != null && pending.state() == Future.State.SUCCESS) {
            Segment unused = pending.resultNow();
            unused.close();
            files.deleteAll(List.of(unused.file()));
        }
    }
}
