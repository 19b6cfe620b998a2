package io.pocket.data.nativeplane.spdk;

import io.pocket.data.jvm.file.StoreFigures;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What a store on SPDK counts: written by its owner and the reactors, read by any thread. */
public final class SpdkFigures {

    private final QueueSet queues;
    private final StoreFigures transfers;
    private final long stagingBytes;
    private final AtomicLong stagedBytes = new AtomicLong();

    SpdkFigures(QueueSet queues, StoreFigures transfers, long stagingBytes) {
        this.queues = queues;
        this.transfers = transfers;
        this.stagingBytes = stagingBytes;
    }

    void staged(long bytes) {
        stagedBytes.lazySet(bytes);
    }

    /** What the device is, such as {@code NVMe disk}. */
    public String product() {
        return queues.bdev().product();
    }

    /** What SPDK calls the device. */
    public String deviceName() {
        return queues.bdev().name();
    }

    /** Whether the device was removed: it does not come back. */
    public boolean isRemoved() {
        return queues.bdev().isRemoved();
    }

    /** Transfers that reactors have handed to the device. */
    public long underWay() {
        return queues.pairs().stream().mapToLong(QueuePair::underWayShown).sum();
    }

    /** How long the device took for reads, by reactor. */
    public List<Latencies> reads() {
        return queues.pairs().stream().map(QueuePair::reads).toList();
    }

    /** How long the device took for writes, by reactor. */
    public List<Latencies> writes() {
        return queues.pairs().stream().map(QueuePair::writes).toList();
    }

    /** Transfers so far that the device failed. */
    public long failures() {
        return queues.pairs().stream().mapToLong(QueuePair::failures).sum();
    }

    /** Times so far that SPDK had no descriptor free for a transfer, which waited then. */
    public long postponements() {
        return queues.pairs().stream().mapToLong(QueuePair::postponements).sum();
    }

    /** Bytes of DMA memory for transfers. */
    public long stagingBytes() {
        return stagingBytes;
    }

    /** Bytes of it in use. */
    public long stagedBytes() {
        return stagedBytes.get();
    }

    /** Transfers late, and writes without room. */
    public StoreFigures transfers() {
        return transfers;
    }
}
