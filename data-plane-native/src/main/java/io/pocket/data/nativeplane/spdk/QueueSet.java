package io.pocket.data.nativeplane.spdk;

import io.pocket.data.jvm.file.OwnerSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue pairs of one owner to one device, one for each reactor, seen as one with tags of its own. Owns the pairs and the device. The
 * owner's thread only.
 */
final class QueueSet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueSet.class);

    private static final Duration BLOCKING_DEADLINE = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = 10_000;

    private final Bdev bdev;
    private final List<QueuePair> pairs;
    private final int depth;
    private int next;
    private int wakeMask;

    private QueueSet(Bdev bdev, List<QueuePair> pairs, int depth) {
        this.bdev = bdev;
        this.pairs = pairs;
        this.depth = depth;
    }

    /**
     * Attaches the owner to the device, which it owns from here on.
     *
     * @param depth transfers under way at once, together
     * @param signal wakes the owner
     * @throws IOException if the device gives no queues; it is closed then
     */
    static QueueSet open(SpdkEnvironment environment, Bdev bdev, int depth, OwnerSignal signal) throws IOException {
        List<QueuePair> pairs = new ArrayList<>();
        QueueSet set = new QueueSet(bdev, pairs, depth);
        try {
            for (Reactor reactor : environment.reactors()) {
                QueuePair pair = new QueuePair(reactor, depth, signal::wake);
                reactor.call("attaching to " + bdev.name(), () -> reactor.attach(pair, bdev));
                pairs.add(pair);
            }
            return set;
        } catch (IOException e) {
            set.close();
            throw e;
        }
    }

    /** How many tags there are. */
    int tags() {
        return pairs.size() * depth;
    }

    Bdev bdev() {
        return bdev;
    }

    List<QueuePair> pairs() {
        return pairs;
    }

    /** A free tag, of the next reactor in turn that has one. The caller has fewer than the depth under way. */
    int takeTag() {
        for (int tries = 0; tries < pairs.size(); tries++) {
            int index = next;
            next = next + 1 == pairs.size() ? 0 : next + 1;
            int tag = pairs.get(index).takeTag();
            if (tag != TagRing.NONE) {
                return index * depth + tag;
            }
        }
        throw new IllegalStateException("more than " + tags() + " transfers under way");
    }

    void giveTagBack(int tag) {
        pairs.get(tag / depth).giveTagBack(tag % depth);
    }

    /** Hands over; {@link #wake} must follow. */
    void submit(int tag, QueuePair.Operation operation, long memory, long position, long length) {
        int index = tag / depth;
        pairs.get(index).submit(tag % depth, operation, memory, position, length);
        wakeMask |= 1 << (index & 31);
    }

    /** Wakes the reactors that something was handed to. */
    void wake() {
        if (wakeMask == 0) {
            return;
        }
        for (int index = 0; index < pairs.size(); index++) {
            if ((wakeMask & 1 << (index & 31)) != 0) {
                pairs.get(index).reactor().wake();
            }
        }
        wakeMask = 0;
    }

    /** The tag of a transfer that has ended, or {@link TagRing#NONE}. */
    int takeCompletion() {
        for (int index = 0; index < pairs.size(); index++) {
            int tag = pairs.get(index).takeCompletion();
            if (tag != TagRing.NONE) {
                return index * depth + tag;
            }
        }
        return TagRing.NONE;
    }

    int result(int tag) {
        return pairs.get(tag / depth).result(tag % depth);
    }

    /** Has all that was written outlive a restart of the machine, as far as the device can. Nothing is under way. */
    void flush() throws IOException {
        if (bdev.canFlush()) {
            blocking("flushing", QueuePair.Operation.FLUSH, 0, 0, bdev.sizeBytes());
        }
    }

    /** One transfer, waited for; while nothing else is under way. */
    void blocking(String what, QueuePair.Operation operation, long memory, long position, long length)
            throws IOException {
        int tag = takeTag();
        submit(tag, operation, memory, position, length);
        wake();
        long deadline = System.nanoTime() + BLOCKING_DEADLINE.toNanos();
        int done = takeCompletion();
        while (done == TagRing.NONE) {
            if (System.nanoTime() - deadline > 0) {
                // The tag stays taken: the device may still use the memory.
                throw new IOException(
                        what + " " + bdev.name() + ": no answer within " + BLOCKING_DEADLINE.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            done = takeCompletion();
        }
        int result = result(done);
        giveTagBack(done);
        if (result != DeviceStatus.OK) {
            throw new IOException(what + " " + bdev.name() + " failed: " + DeviceStatus.describe(result));
        }
    }

    /** Nothing is under way. */
    @Override
    public void close() {
        for (QueuePair pair : pairs) {
            try {
                pair.reactor()
                        .call(
                                "detaching from " + bdev.name(),
                                () -> pair.reactor().detach(pair));
            } catch (IOException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
        bdev.close();
    }
}
