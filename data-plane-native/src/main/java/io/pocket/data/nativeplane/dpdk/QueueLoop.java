package io.pocket.data.nativeplane.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.pocket.data.nativeplane.dpdk.packet.Drop;
import io.pocket.data.nativeplane.dpdk.packet.FrameHandler;
import io.pocket.data.nativeplane.dpdk.packet.Outcome;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a queue: receives bursts, lets the handler answer each frame in place, and sends the answers. It alone touches
 * the queue and the handler, so nothing is locked, and it allocates nothing for a frame.
 */
final class QueueLoop {
    private static final Logger LOG = LoggerFactory.getLogger(QueueLoop.class);
    private static final int PROCESSOR_MASK_BYTES = PollingOptions.PROCESSORS_MAX / Byte.SIZE;

    private final Bindings dpdk;
    private final DpdkQueue queue;
    private final FrameHandler handler;
    private final QueueCounters counters;
    private final PollingOptions polling;
    private final IdleBackoff backoff;
    private final Thread thread;
    private volatile boolean stopping;
    private long lastNanos;
    private boolean failureLogged;

    private QueueLoop(
            String name,
            Bindings dpdk,
            DpdkQueue queue,
            FrameHandler handler,
            QueueCounters counters,
            PollingOptions polling) {
        this.dpdk = dpdk;
        this.queue = queue;
        this.handler = handler;
        this.counters = counters;
        this.polling = polling;
        lastNanos = System.nanoTime();
        backoff = new IdleBackoff(polling, lastNanos);
        // A platform thread, of which DPDK knows which one it is; a virtual one changes its carrier.
        thread = Thread.ofPlatform().name("pocket-dpdk-" + name).daemon(true).unstarted(this::run);
    }

    static QueueLoop start(
            String name,
            Bindings dpdk,
            DpdkQueue queue,
            FrameHandler handler,
            QueueCounters counters,
            PollingOptions polling) {
        QueueLoop loop = new QueueLoop(name, dpdk, queue, handler, counters, polling);
        loop.thread.start();
        return loop;
    }

    QueueCounters counters() {
        return counters;
    }

    void requestStop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    void awaitEnd(Duration most) {
        try {
            if (!thread.join(most)) {
                throw new DpdkException(thread.getName() + " does not end within " + most
                        + ": its driver waits, as af_packet does while the kernel takes no frames."
                        + " Its port stays open until the process ends");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DpdkException("interrupted while waiting for " + thread.getName(), e);
        }
    }

    private void run() {
        // Makes the thread known, so that it gets a cache of mbufs of its own. Without it is only slower.
        boolean registered = dpdk.threadRegister.asInt() == 0;
        if (!registered) {
            LOG.warn("{}: DPDK has no number left for it: {}", thread.getName(), dpdk.errorText(dpdk.errorNumber()));
        }
        pin();
        try {
            while (!stopping) {
                turn();
            }
        } finally {
            queue.release();
            if (registered) {
                dpdk.threadUnregister.run();
            }
        }
    }

    private void pin() {
        if (polling.processor().isEmpty()) {
            return;
        }
        int processor = polling.processor().getAsInt();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(PROCESSOR_MASK_BYTES, Long.BYTES);
            mask.setAtIndex(JAVA_LONG, processor / Long.SIZE, 1L << processor);
            int failed = dpdk.threadSetAffinity.asInt(mask.address());
            if (failed != 0) {
                LOG.warn("{} cannot run on processor {}: {}", thread.getName(), processor, dpdk.errorText(failed));
            }
        }
    }

    private void turn() {
        int found = queue.receive();
        for (int i = 0; i < found; i++) {
            handle(queue.mbuf(i));
        }
        long nowNanos = System.nanoTime();
        handler.turn(nowNanos, queue);
        queue.flush();
        account(found > 0, nowNanos);
    }

    private void account(boolean found, long nowNanos) {
        counters.add(found ? QueueCounter.BUSY_NANOS : QueueCounter.POLLING_NANOS, nowNanos - lastNanos);
        lastNanos = nowNanos;
        long sleepNanos = backoff.afterLook(found, nowNanos);
        if (sleepNanos > 0) {
            LockSupport.parkNanos(sleepNanos);
            lastNanos = System.nanoTime();
            counters.add(QueueCounter.SLEEPING_NANOS, lastNanos - nowNanos);
        }
    }

    private void handle(long mbuf) {
        counters.add(QueueCounter.RECEIVED_PACKETS, 1);
        counters.add(QueueCounter.RECEIVED_BYTES, Mbufs.packetLength(mbuf));
        if (Mbufs.segments(mbuf) != 1) {
            queue.drop(mbuf, Drop.CHAINED);
            return;
        }
        int outcome = answer(mbuf);
        if (Outcome.isReply(outcome)) {
            queue.send(mbuf, outcome);
        } else {
            queue.drop(mbuf, Outcome.reason(outcome));
        }
    }

    /** A bug above must cost a frame, not the queue: without this its thread would end, and the mbufs of its burst be lost. */
    private int answer(long mbuf) {
        try {
            return handler.receive(NativeMemory.ALL, Mbufs.data(mbuf), Mbufs.dataLength(mbuf));
        } catch (RuntimeException e) {
            if (!failureLogged) {
                failureLogged = true;
                LOG.error("{}: a frame was dropped by a bug; further ones are only counted", thread.getName(), e);
            }
            return Outcome.drop(Drop.HANDLER_FAILURE);
        }
    }
}
