package io.pocket.data.jvm.file;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a few transfers under way in the device, and goes on with those that it left half done. */
final class DeviceFeed {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceFeed.class);

    private static final int ATTEMPTS_MAX = 100;
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);
    private static final long CLOSE_PAUSE_MILLIS = 1;

    private final FileDevice device;
    private final int depth;
    private final int blockBytes;
    private final HddFigures figures;
    private final HddClock clock;
    private final Transfer[] operations;
    private final long[] startedNanos;
    private final FileDevice.Outcome outcome = new Outcomes();
    private int underWay;
    private long lastEnd;
    private boolean closing;

    DeviceFeed(FileDevice device, int depth, int blockBytes, HddFigures figures, HddClock clock) {
        this.device = device;
        this.depth = depth;
        this.blockBytes = blockBytes;
        this.figures = figures;
        this.clock = clock;
        operations = new Transfer[depth];
        startedNanos = new long[depth];
    }

    /** Where transfers come from. */
    interface Source {

        /** The next one, or null. */
        Transfer next();
    }

    boolean isIdle() {
        return underWay == 0;
    }

    /** Starts as many as the device may have. */
    void fill(Source source) {
        while (underWay < depth) {
            Transfer next = source.next();
            if (next == null) {
                break;
            }
            count(next);
            underWay++;
            note(next);
            device.start(next);
        }
        submit();
        figures.set(HddFigure.UNDER_WAY, underWay);
    }

    private void note(Transfer transfer) {
        int slot = slotOf(null);
        operations[slot] = transfer;
        startedNanos[slot] = clock.nanos();
    }

    private int slotOf(Transfer transfer) {
        int slot = 0;
        while (!Objects.equals(operations[slot], transfer)) {
            slot++;
        }
        return slot;
    }

    /** Tells those that the device has had since before a time that they are overdue, once. */
    void expire(long sinceNanos, IOException cause) {
        for (int slot = 0; slot < depth; slot++) {
            Transfer transfer = operations[slot];
            if (transfer != null && !transfer.isOverdue() && startedNanos[slot] - sinceNanos < 0) {
                transfer.markOverdue();
                figures.add(HddFigure.OVERDUE_OPERATIONS, 1);
                transfer.overdue(cause);
            }
        }
    }

    /** Tells transfers what has become of them; the answer is how many that were. */
    int reap() {
        return device.reap(outcome);
    }

    /** Waits for what is under way, but tells nobody; false if it does not end. */
    boolean drained() {
        closing = true;
        long deadline = System.nanoTime() + CLOSE_DEADLINE.toNanos();
        try {
            while (underWay > 0 && System.nanoTime() < deadline) {
                device.submit();
                if (device.reap(outcome) == 0) {
                    Thread.sleep(CLOSE_PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            LOG.error("the chunk file failed while it was closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return underWay == 0;
    }

    private void submit() {
        try {
            device.submit();
        } catch (IOException e) {
            throw new IllegalStateException("the chunk file cannot be used any more: " + e.getMessage(), e);
        }
    }

    private void count(Transfer transfer) {
        figures.add(transfer.isWrite() ? HddFigure.WRITE_OPERATIONS : HddFigure.READ_OPERATIONS, 1);
        if (transfer.position() != lastEnd) {
            figures.add(HddFigure.SEEKS, 1);
        }
        lastEnd = transfer.position() + transfer.remaining();
    }

    private final class Outcomes implements FileDevice.Outcome {

        @Override
        public void moved(Transfer transfer, int bytes) {
            figures.add(transfer.isWrite() ? HddFigure.WRITTEN_BYTES : HddFigure.READ_BYTES, bytes);
            transfer.advance(bytes, blockBytes);
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

        /** At once, out of turn: the head is there. Nobody waits for the rest of an overdue one. */
        private void again(Transfer transfer) {
            if (closing) {
                underWay--;
            } else if (transfer.isOverdue()) {
                end(transfer, new IOException("its deadline had passed when the device left it half done"));
            } else {
                count(transfer);
                device.start(transfer);
            }
        }

        private void end(Transfer transfer, IOException cause) {
            underWay--;
            operations[slotOf(transfer)] = null;
            if (!closing) {
                transfer.ended(cause);
            }
        }
    }
}
