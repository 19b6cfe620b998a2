package io.pocket.data.jvm.file;

import io.pocket.data.MediumFullException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transfers in order of arrival: up to the queue depth are under way in the device, the rest waits. A transfer that the
 * device did in part, or not yet, goes on before the others. The owner's thread only.
 *
 * <p><strong>Deadlines.</strong> Each transfer has one, kept at each {@link #poll}. If it still waits then, it ends there and
 * fails. If the device has it, nobody can take it back: its asker is told, and its memory stays taken until the device is done.
 */
public final class TransferQueue {

    private static final Logger LOG = LoggerFactory.getLogger(TransferQueue.class);

    private static final int ATTEMPTS_MAX = 100;
    private static final Duration DRAIN_DEADLINE = Duration.ofSeconds(10);
    private static final long DRAIN_PAUSE_MILLIS = 1;

    private final FileDevice device;
    private final OwnerSignal signal;
    private final int depth;
    private final Deque<Transfer> waiting = new ArrayDeque<>();
    private final Deadlines deadlines;
    private final String lateness;
    private final StoreFigures figures;
    private final FileDevice.Outcome outcome = new Outcomes();
    private int underWay;
    private long raggedTransfers;

    /**
     * How many transfers the device is given, and how long each may take.
     *
     * @param depth under way at once
     * @param timeout from {@link #add} on
     */
    public record Pace(int depth, Duration timeout, LongSupplier nanoClock) {}

    public TransferQueue(FileDevice device, OwnerSignal signal, Pace pace, StoreFigures figures) {
        this.device = device;
        this.signal = signal;
        this.figures = figures;
        depth = pace.depth();
        deadlines = new Deadlines(pace.timeout(), pace.nanoClock());
        lateness =
                "the device did not end the transfer within " + pace.timeout().toMillis() + " ms";
    }

    /** Takes a prepared transfer on; its {@link Transfer#ended} follows, inside {@link #poll}. */
    public void add(Transfer transfer) {
        if (!transfer.isDirect()) {
            raggedTransfers++;
        }
        deadlines.add(transfer);
        waiting.add(transfer);
        signal.wake();
    }

    /** Transfers so far that went through the page cache because of a ragged edge. */
    long raggedTransfers() {
        return raggedTransfers;
    }

    /** Starts what waits and tells what has ended; the answer is how many the device told about. */
    public int poll() {
        signal.looking();
        start();
        int count = device.reap(outcome);
        keepDeadlines();
        start();
        return count;
    }

    private void keepDeadlines() {
        for (Transfer late = deadlines.takeOverdue(); late != null; late = deadlines.takeOverdue()) {
            figures.timedOut();
            late.markOverdue();
            // The oldest wait in front, so this looks at few.
            if (waiting.remove(late)) {
                late.ended(new IOException(lateness));
            } else {
                figures.overdue(1, late.length());
                late.overdue(new IOException(lateness));
            }
        }
    }

    private void start() {
        while (underWay < depth && !waiting.isEmpty()) {
            underWay++;
            device.start(waiting.poll());
        }
        try {
            device.submit();
        } catch (IOException e) {
            throw new IllegalStateException("the chunk file cannot be used any more: " + e.getMessage(), e);
        }
    }

    /**
     * Forgets what waits, and waits for what is under way, but tells nobody.
     *
     * @return whether nothing is under way any more; the kernel may still use the staging area otherwise
     */
    public boolean drain() {
        waiting.clear();
        long deadline = System.nanoTime() + DRAIN_DEADLINE.toNanos();
        FileDevice.Outcome ignored = new Forgotten();
        try {
            while (underWay > 0 && System.nanoTime() < deadline) {
                device.submit();
                if (device.reap(ignored) == 0) {
                    Thread.sleep(DRAIN_PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            LOG.error("the chunk file failed while it was closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (underWay > 0) {
            LOG.error("{} transfers did not end: their memory stays taken until the process ends", underWay);
        }
        return underWay == 0;
    }

    private final class Outcomes implements FileDevice.Outcome {

        @Override
        public void moved(Transfer transfer, int bytes) {
            transfer.advance(bytes, StoreFile.BLOCK_BYTES);
            if (bytes == 0) {
                failed(transfer, new IOException("the chunk file ends at " + transfer.position()));
            } else if (transfer.remaining() > 0) {
                again(transfer);
            } else {
                end(transfer, null);
            }
        }

        @Override
        public void interrupted(Transfer transfer) {
            if (transfer.attempt() < ATTEMPTS_MAX) {
                again(transfer);
            } else {
                failed(transfer, new IOException("the device was busy " + ATTEMPTS_MAX + " times in a row"));
            }
        }

        @Override
        public void failed(Transfer transfer, IOException cause) {
            end(transfer, cause);
        }

        /** Nobody waits for the rest of an overdue one. */
        private void again(Transfer transfer) {
            if (transfer.isOverdue()) {
                end(transfer, new IOException(lateness));
            } else {
                underWay--;
                waiting.addFirst(transfer);
            }
        }

        private void end(Transfer transfer, IOException cause) {
            underWay--;
            if (transfer.isOverdue()) {
                figures.overdue(-1, -transfer.length());
            } else {
                deadlines.remove(transfer);
            }
            if (cause instanceof MediumFullException) {
                figures.full();
            }
            transfer.ended(cause);
        }
    }

    /** For transfers whose askers are gone. */
    private final class Forgotten implements FileDevice.Outcome {

        @Override
        public void moved(Transfer transfer, int bytes) {
            underWay--;
        }

        @Override
        public void interrupted(Transfer transfer) {
            underWay--;
        }

        @Override
        public void failed(Transfer transfer, IOException cause) {
            underWay--;
        }
    }
}
