package io.pocket.data.nativeplane.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.pocket.data.nativeplane.dpdk.packet.Drop;
import io.pocket.data.nativeplane.dpdk.packet.FrameOutput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A receive and a transmit queue of a started port. Used by one thread, which {@code rte_thread_register} knows. An mbuf that
 * was received belongs to the thread until it is sent or freed; one that was sent belongs to the driver.
 */
@SuppressWarnings("restricted")
final class DpdkQueue implements FrameOutput {
    /** Frames of a burst, in either direction. */
    static final int BURST = 32;

    /** Room for the replies of a burst and for what is sent besides. */
    private static final int SEND_ROOM = 2 * BURST;

    private final MemorySegment receive;
    private final MemorySegment transmit;
    private final long receiveQueue;
    private final long transmitQueue;
    private final MempoolOwner pool;
    private final QueueCounters counters;

    private final MemorySegment received;
    private final MemorySegment toSend;
    private final MemorySegment toFree;
    private final MemorySegment own;
    private int sends;
    private int frees;
    /** Whether {@link #own} holds an mbuf that was begun and not sent. */
    private boolean begun;

    /**
     * Binds to the functions that the driver put into the table when the port was started. Before, and once it is stopped, the
     * table holds a dummy there: bound to that, nothing would ever be received.
     *
     * @throws DpdkException if the port is not started
     */
    DpdkQueue(Bindings dpdk, int port, int queue, MempoolOwner pool, QueueCounters counters, Arena arena) {
        long rx = EthLayout.rx(dpdk.ethTable, port);
        if (rx == EthLayout.rx(dpdk.ethTable, EthLayout.NEVER_USED)) {
            throw new DpdkException("port " + port + " is not started: its queues have no functions yet");
        }
        receive = MemorySegment.ofAddress(rx);
        transmit = MemorySegment.ofAddress(EthLayout.tx(dpdk.ethTable, port));
        receiveQueue = EthLayout.rxQueue(dpdk.ethTable, port, queue);
        transmitQueue = EthLayout.txQueue(dpdk.ethTable, port, queue);
        this.pool = pool;
        this.counters = counters;
        received = arena.allocate(JAVA_LONG, BURST);
        toSend = arena.allocate(JAVA_LONG, SEND_ROOM);
        toFree = arena.allocate(JAVA_LONG, SEND_ROOM);
        own = arena.allocate(JAVA_LONG);
    }

    /** Receives a burst: how many there are, up to {@link #BURST}. All must be sent or dropped before the next. */
    int receive() {
        return BurstCalls.burst(receive, receiveQueue, received.address(), BURST);
    }

    /** One of those received last. */
    long mbuf(int index) {
        return received.getAtIndex(JAVA_LONG, index);
    }

    /** Sends a frame of one segment with the next {@link #flush}. */
    void send(long mbuf, int lengthBytes) {
        Mbufs.setLength(mbuf, lengthBytes);
        Mbufs.clearOffloads(mbuf);
        if (sends == SEND_ROOM) {
            flushSends();
        }
        toSend.setAtIndex(JAVA_LONG, sends++, mbuf);
    }

    void drop(long mbuf, Drop reason) {
        counters.dropped(reason);
        if (frees == SEND_ROOM) {
            flushFrees();
        }
        toFree.setAtIndex(JAVA_LONG, frees++, mbuf);
    }

    /** Hands everything to the driver, or back to the pool. */
    void flush() {
        if (sends > 0) {
            flushSends();
        }
        if (frees > 0) {
            flushFrees();
        }
    }

    private void flushSends() {
        long bytes = 0;
        for (int i = 0; i < sends; i++) {
            bytes += Mbufs.dataLength(toSend.getAtIndex(JAVA_LONG, i));
        }
        int sent = BurstCalls.burst(transmit, transmitQueue, toSend.address(), sends);
        for (int i = sent; i < sends; i++) {
            long refused = toSend.getAtIndex(JAVA_LONG, i);
            bytes -= Mbufs.dataLength(refused);
            drop(refused, Drop.TRANSMIT_FULL);
        }
        counters.add(QueueCounter.SENT_PACKETS, sent);
        counters.add(QueueCounter.SENT_BYTES, bytes);
        sends = 0;
    }

    private void flushFrees() {
        pool.free(toFree, frees);
        frees = 0;
    }

    @Override
    public MemorySegment memory() {
        return NativeMemory.ALL;
    }

    @Override
    public long begin() {
        begun = begun || pool.allocate(own, 1);
        return begun ? Mbufs.data(own.getAtIndex(JAVA_LONG, 0)) : NO_ROOM;
    }

    @Override
    public void send(int lengthBytes) {
        begun = false;
        send(own.getAtIndex(JAVA_LONG, 0), lengthBytes);
    }

    /** Gives back what the thread still holds, at its end. */
    void release() {
        flush();
        if (begun) {
            begun = false;
            pool.free(own, 1);
        }
    }
}
